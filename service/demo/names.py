"""Given names and family names of invented people, by where a family's names come from.

The lists are ours: common names as facts, the commoner first, so that a name's place gives its weight. No
list is of real people, and how often an origin occurs is a guess at a county like Essex, not a statistic
about anyone.
"""

from collections.abc import Sequence
from itertools import accumulate
from random import Random

import msgspec

from service.learners.rows import Sex

DOUBLE_BARRELLED = 0.04
SECOND_GIVEN_NAME = 0.12


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Names that go together; `weight` is how many of a hundred families have them."""

    name: str
    weight: int
    female: tuple[str, ...]
    male: tuple[str, ...]
    family: tuple[str, ...]


def _origin(name: str, weight: int, *, female: str, male: str, family: str) -> Origin:
    return Origin(
        name=name,
        weight=weight,
        female=tuple(female.split()),
        male=tuple(male.split()),
        family=tuple(family.split()),
    )


ORIGINS = (
    _origin(
        "British",
        70,
        female="""
            Olivia Amelia Emily Jessica Sophie Ruby Grace Lily Ella Chloe Mia Evie Charlotte Lucy Isla Freya
            Poppy Daisy Holly Isabella Ava Megan Phoebe Millie Alice Hannah Molly Ellie Scarlett Summer
            Imogen Erin Matilda Elizabeth Abigail Rosie Eva Maisie Florence Layla Amber Lola Jasmine Georgia
            Bethany Katie Lauren Emma Caitlin Rebecca Eleanor Harriet Martha Leah Zoe Zoë Chloé Esme Esmé
            Heidi Bella Willow Ivy Lexi Faith Paige Courtney Skye Libby Tilly Nicole Keira Rachel Sarah
            Victoria Annabelle Francesca Gabriella Lydia Naomi Aimee Shannon Madison Eliza Darcey Darcie
            Beatrice Penelope Robyn Tia Connie Niamh Felicity Rose Tamsin Verity Jodie Demi Kayleigh Hollie
            Anna Maya Thea Nancy Edith Elsie Hope Josephine Beth Amy Lottie Kaya Morgan Casey Billie
            Ashleigh Mollie Macy Lacey Iris Violet Mabel Orla Sienna Aurora Harper Luna Anne-Marie Ellie-May
            Lily-Rose Gracie-Mae Rosemary Cerys Bryony Clemmie Ottilie Winifred
        """,
        male="""
            Oliver Jack Harry George Charlie Thomas James William Joshua Jacob Alfie Oscar Archie Daniel
            Ethan Joseph Samuel Max Henry Leo Logan Lucas Alexander Noah Benjamin Isaac Finley Riley Mason
            Toby Edward Freddie Jake Dylan Harrison Theo Tyler Luke Matthew Callum Ryan Liam Jamie Nathan
            Connor Adam Lewis Reece Kieran Cameron Bradley Owen Ben Sebastian Louis Harvey Hugo Elliot
            Frankie Bobby Ronnie Reggie Teddy Albert Arthur Stanley Jude Rory Zachary Gabriel Aaron Leon
            Tommy Billy Jayden Kian Hayden Ashton Corey Robert Michael Christopher David Jonathan Stephen
            Andrew Peter Patrick Rhys Dexter Jenson Blake Kai Caleb Elijah Ellis Austin Felix Rupert Jasper
            Barnaby Ralph Rowan Spencer Sonny Lenny Vinnie Ollie Sam Joe Taylor Morgan Jordan Brandon Declan
            Bailey Brody Carter Jaxon Ezra Silas Ted Ned Perry Denny Ricky Jean-Luc Tyler-James Alfie-Joe
            Hector Monty Casper Otis Ernest Wilfred Clement Miles Giles Bertie Rex
        """,
        family="""
            Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker
            White Roberts Green Hall Wood Jackson Clarke Clark Harris Lewis Turner Cooper Hill Ward Martin
            Moore Morris King Watson Baker Harrison Morgan Allen James Scott Phillips Davis Parker Lee
            Bennett Young Cook Shaw Mitchell Carter Richardson Bailey Collins Bell Cox Miller Ellis Marshall
            Mills Webb Webster Wells Palmer Mason Barker Chapman Hunt Knight Lloyd Matthews Rogers Stevens
            Stephens Butler Saunders Fisher Reynolds Holmes Simpson Adams Barnes Dixon Foster Gibson Graham
            Gray Grey Mann Marsh Payne Pearson Perry Powell Price Russell Stone Harvey Fletcher Hawkins
            Dawson Day Dean Field Fuller Gardner Gilbert Goodwin Gregory Hart Hicks Hodges Howard Hudson
            Hughes Jennings Lane Lawrence Lawson May Newman Nicholls Norris Osborne Page Parsons Peacock
            Potter Reed Read Reeve Rose Sharp Spencer Stokes Sutton Tucker Wade Warren Watts West Willis
            Woods Woodward Abbott Andrews Atkins Barrett Bartlett Bird Bishop Blake Bond Bowen Bradley
            Bradford Brooks Bull Burgess Burton Byrne Carr Carpenter Chandler Coleman Cole Cross Curtis Dale
            Daniels Drew Digby Eaves Emery Farrow Fenn Finch Fox Francis Frost Garrod Godfrey Gooch Halls
            Hammond Harding Hayward Heard Humphrey Ingram Kemp Kerridge Ketley Leggett Lodge Lucking Mead
            Moss Nunn Orme Pettit Pitt Pledger Playle Pryor Quilter Radley Raven Root Rowe Ruggles Rumsey
            Sadler Savill Shelley Sach Smy Sparrow Staines Strutt Tabor Thorogood Thurgood Tiffen Tyler
            Upson Vince Wager Warner Whitlock Wiffen Willsher Wybrow
        """,
    ),
    _origin(
        "Irish and Welsh",
        6,
        female="""
            Aoife Niamh Saoirse Ciara Caoimhe Siobhán Róisín Sinéad Orla Erin Maeve Clodagh Aisling Bronagh
            Seren Ffion Cerys Carys Siân Megan Rhiannon Bronwen Catrin Lowri Nia Angharad Eleri Gwen
        """,
        male="""
            Conor Seán Cian Oisín Darragh Ciarán Eoin Pádraig Finn Rory Declan Cormac Tadhg Fionn Brendan
            Rhys Dylan Owain Ieuan Iwan Gethin Gareth Emrys Llew Macsen Osian Huw Iestyn
        """,
        family="""
            Murphy Kelly O'Brien O'Sullivan Byrne Ryan O'Connor Walsh O'Neill McCarthy Doyle Gallagher
            Doherty Kennedy Lynch Murray Quinn McLoughlin O'Reilly Fitzgerald Nolan Brennan Burke O'Donnell
            MacMahon Jones Davies Evans Thomas Griffiths Lloyd Rees Bevan Pritchard Vaughan Prosser Gwyn
            Parry Howells
        """,
    ),
    _origin(
        "South Asian",
        8,
        female="""
            Aisha Priya Fatima Zara Maryam Anaya Ananya Aaliyah Khadija Simran Jasleen Hafsa Diya Riya Isha
            Sana Amina Zainab Noor Mehreen Pooja Nisha Kiran Harpreet Manpreet Nusrat Tahmina Sumaiya
            Farhana Roshni Tanvi Sneha Meera Lakshmi Kavya Anjali Rukhsana Shabnam Iqra Alisha
        """,
        male="""
            Muhammad Mohammed Arjun Aarav Ibrahim Hamza Zayn Rohan Ayaan Bilal Usman Hassan Imran Adil
            Faisal Kabir Dev Vihaan Krish Nikhil Rahul Amar Gurpreet Harjit Jaspreet Ravi Sanjay Vikram
            Aryan Kamran Tariq Shahid Rafiq Tanvir Rakib Sajid Nabil Zubair Haroon Karan
        """,
        family="""
            Patel Khan Singh Kaur Begum Ahmed Hussain Ali Shah Akhtar Mahmood Iqbal Malik Chowdhury Rahman
            Islam Miah Uddin Sharma Kumar Gupta Desai Mehta Joshi Reddy Nair Pillai Fernandes D'Souza Perera
            Silva Bhatt Chauhan Gill Dhillon Sandhu Bains Sidhu Rana Qureshi Siddiqui Butt Mirza Raja
            Hossain Choudhury
        """,
    ),
    _origin(
        "Polish and East European",
        6,
        female="""
            Zofia Julia Maja Zuzanna Hanna Wiktoria Oliwia Natalia Aleksandra Amelia Lena Gabriela Kinga
            Agnieszka Małgorzata Elena Andreea Ioana Bianca Daria Anastasia Gabija Emilija Ugnė Viktorija
            Petra Ivana Denisa Kateřina Raluca Simona Yana
        """,
        male="""
            Jakub Kacper Filip Szymon Jan Antoni Mateusz Wojciech Łukasz Paweł Tomasz Piotr Oskar Dawid
            Bartosz Andrei Alexandru Ionuț Cristian Matei Nikita Lukas Matas Domantas Nojus Tomáš Dominik
            Marek Viktor Kristian Dimitar Bogdan
        """,
        family="""
            Nowak Kowalski Kowalska Wiśniewski Wiśniewska Wójcik Kamiński Lewandowski Lewandowska Zieliński
            Szymański Woźniak Dąbrowski Mazur Krawczyk Piotrowski Grabowski Pawlak Popescu Ionescu Popa
            Dumitru Stan Munteanu Georgescu Petrov Ivanov Dimitrov Kazlauskas Petrauskas Jankauskas Novák
            Horváth Kovács Nagy Marinov Bērziņš Ozols
        """,
    ),
    _origin(
        "West African",
        5,
        female="""
            Ngozi Chidinma Adaeze Amara Temitope Folake Yetunde Ayomide Esther Blessing Precious Grace
            Deborah Ama Akosua Abena Efua Adwoa Fatou Aminata Mariama Chiamaka Ifeoma Damilola Tolu Favour
            Joy Ruth
        """,
        male="""
            Emeka Chinedu Oluwaseun Tobi Ayo Kelechi Kofi Kwame Kwabena Yaw Kojo Samuel Emmanuel Daniel
            David Joshua Femi Segun Dayo Ifeanyi Obinna Lamin Ousman Ebrima Idris Musa Caleb Elijah
        """,
        family="""
            Adeyemi Okafor Okeke Adebayo Ogunleye Balogun Oyelaran Eze Nwosu Obi Nwachukwu Afolabi Akinola
            Adeleke Ojo Mensah Boateng Owusu Asante Appiah Osei Amoah Agyeman Addo Ofori Sesay Kamara
            Bangura Jallow Ceesay Conteh Koroma
        """,
    ),
    _origin(
        "Chinese and Vietnamese",
        2,
        female="""
            Mei Xin Yi Ling Jia Hui Wen Yan Chloe Jessica Emily Vivian Linh Thảo Ngọc Trang Hương Mai Lan
        """,
        male="""
            Wei Jun Ming Hao Jason Kevin Ryan Eric Chen Lei Tian Yu Minh Tuấn Hùng Đức Long Nam Khánh
        """,
        family="""
            Chen Wang Li Zhang Liu Wong Chan Lam Cheung Leung Ng Lau Ho Yeung Tang Lin Huang Wu Xu Nguyễn
            Trần Lê Phạm Tran Nguyen Hoang
        """,
    ),
    _origin(
        "Arabic, Turkish and Persian",
        3,
        female="""
            Layla Yasmin Nour Mariam Sara Huda Rania Salma Amal Dina Farah Lina Elif Zeynep Ayşe Defne Ceren
            Shirin Parisa Nazanin Leila
        """,
        male="""
            Omar Yusuf Ahmad Karim Khalid Mustafa Sami Tarek Ziad Anas Bashar Emre Mehmet Yiğit Kerem Burak
            Reza Amir Dariush Navid Kian
        """,
        family="""
            Al-Hassan El-Sayed Haddad Khoury Mansour Nasser Saleh Aziz Abdi Hamdan Osman Yılmaz Kaya Demir
            Çelik Şahin Öztürk Hosseini Karimi Ahmadi Rezaei Abdullah Farah Barzani
        """,
    ),
)


class Pool:
    """A list to draw from, where what stands earlier is likelier: the sixth half as likely as the first.

    The item at place n is drawn as often as (n + flat) ** -steep says.
    """

    def __init__(self, items: Sequence[str], *, flat: float = 5, steep: float = 1) -> None:
        self._items = items
        self._weights = list(accumulate((place + flat) ** -steep for place in range(len(items))))

    def draw(self, rng: Random) -> str:
        """One of them."""
        return rng.choices(self._items, cum_weights=self._weights)[0]


_GIVEN = {
    (origin.name, sex): Pool(origin.female if sex is Sex.FEMALE else origin.male)
    for origin in ORIGINS
    for sex in Sex
}
_FAMILY = {origin.name: Pool(origin.family) for origin in ORIGINS}
_ORIGIN_WEIGHTS = list(accumulate(origin.weight for origin in ORIGINS))


def draw_origin(rng: Random) -> Origin:
    """Where the names of one family come from."""
    return rng.choices(ORIGINS, cum_weights=_ORIGIN_WEIGHTS)[0]


def draw_family_name(rng: Random, origin: Origin) -> str:
    """A family name; now and then two of them with a hyphen."""
    first = _FAMILY[origin.name].draw(rng)
    if rng.random() >= DOUBLE_BARRELLED or "-" in first:
        return first
    second = _FAMILY["British"].draw(rng)
    return first if second == first else f"{first}-{second}"


def draw_given_names(rng: Random, origin: Origin, sex: Sex) -> str:
    """One given name; now and then a second one after it."""
    pool = _GIVEN[origin.name, sex]
    first = pool.draw(rng)
    if rng.random() >= SECOND_GIVEN_NAME:
        return first
    second = pool.draw(rng)
    return first if second == first else f"{first} {second}"
