from service.kit import database
async def test_x(session, noise):
    print(await database.rows(session, "select rule, severity from alert"))
    assert 0
