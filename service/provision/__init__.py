"""What young people can start: courses, placements, apprenticeships and jobs with training, as providers offer them."""
