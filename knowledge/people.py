"""Names of people, read when the knowledge base is compiled: how frequent each is, and whether it is a word of the language as well.

The frequencies are those of the United States census of 1990 (public domain, from the package `names`); names that are frequent elsewhere stand here.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Final, NamedTuple

LEAST: Final = 0.001
"""Share of bearers in a hundred from which on a family name is kept; a rarer one is found because it is no word."""
ELSEWHERE: Final = 0.01
"""Share that a name from the lists below counts with."""
_FREQUENT_WORD: Final = 2_500
"""A family name that stands as often in a corpus of English is a word."""
_ENDINGS: Final = ("s", "ed", "ing", "er", "ly", "y", "es", "d", "ness", "est", "ers", "ings", "less", "ful", "able", "ish")

_GIVEN: Final = """
    aaliyah aarav abdullah abebe abena abimbola achieng adaobi agnieszka aiden akira alasdair aled alessandro alexei alistair alejandra amara amarachi
    amelie amélie amina amit ambika anahit anders andrzej andrej angharad angus anil anjali anouk ansel anwen aoife aroha arjun ashok asha astrid aurélie
    ayesha ayse azadeh balwinder bartholomew baptiste benoit benoît beata bethan bilal bjarke bjorn björn bogdan boris bronagh bronwen bronte callum carys
    catrin ceri chiara chidi chidinma chiamaka chukwuemeka ciara ciaran clive clodagh consuelo corinne cormac céline daan dafydd danuta declan deepak
    deirdre delphine desmond dieter dietmar dilip dimitrios dmitri dmitry dorothea dragan duc dwayne ebba eilidh eitan elif eleni eluned emeka emre enoch
    enzo esperanza ewan eoin ezra fadi farah farid fatoumata femi fergus finn fintan fiorenza folake folasade francois françois freya funke gareth gaynor
    gethin giulia giuseppe goran grainne gráinne gunther günther guðrún gwendolyn gwenllian gwilym gwen halina hamid hamish hanna hannelore harpreet
    haruto hendrik heinrich heinz henrik hiroshi hoang horst huda hussein hugo ibrahim idris ifeoma iftikhar igor ilse iman imran inès inés ingeborg inge
    iqbal isla ishbel ismail istván iwona iñaki jagdish jamila jarek jasper jean-luc jelena jiho ji-hoon ji-woo jin-ho jolene jovan jun jurgen jürgen
    kamala karim katarzyna kavita kazuo keiko kenji khadija khalid kirsty klaus kofi kostas krzysztof kwabena kwame kwasi lachlan lakshmi lars lena
    leilani liam lilian linh lorcan lubomir luc luca lukas lukasz ludmila léa maeve magnus mahmoud mai-linh malgorzata mandla marek mario marisol mathilde
    mathieu matteo mavis maximilian małgorzata meera mehmet mehrnaz mei-ling meiling mette mhairi mikhail milan milica min-jun mirela mireille mohsin
    morag morwenna muhammad mustafa naoko nasrin neha niall niamh ngozi nigel nikos nikolai nils noor nokuthula nomsa nusrat obafemi odette olaf oksana
    oluchi oluwaseun oluwatobi omotola orla oskar osama padma padraig paolo parveen perpetua petra petronella philippa philippe philomena piotr pooja posy
    pradeep priya priyanka quang radhika rafferty rahul raj rajesh ramesh ramazan rania rashid ravi raúl refilwe renée rhiannon rhys roisin róisín rohan
    rory rosheen roxana ruairi rukhsana ruslan sabina sadia saira sakura salma saskia samir sanjay sanjeev saoirse seamus sefina selam senga seo-yeon
    sergei sergey shabana shanelle shanice sharmila shona shreya sigrid sigríður sinead sinéad siobhan siobhán sipho slawomir slobodan soo-jin soren
    soraya stavros stefan stefano sunil sunita sunniva suresh sven svetlana séamus søren tadhg takashi takumi tamsin tanvir tariq tatiana thabo thandeka
    thandiwe thi thorvald thulani thérèse titilayo tomasz tomas tomos tricia trish tunde tyrell uche ulrike usha valeria vasile venkat vijay vikram
    vladimir wanjiru waleed wei-ling wiebke wojciech wolfgang xabier xiaoming ximena xin xiomara yaw yevgenia yiannis yousef youssef yuki yusuf yvette
    zahra zainab zanele zbigniew zoltan zora zoë zuleikha zsofia zsófia élise łukasz bev dottie gaz jas jez nige lynne lindsey nettie ope tobi trudy
    winnie caz daz debs shaz babs mo""".split()
_FAMILY: Final = """
    abdi adebayo adeyemi ahluwalia akhtar aziz azikiwe banerjee begum bhatt bianchi boateng chaudhary chaudhry chatterjee chowdhury desai diallo díaz
    dlamini dubois eze fernando ferreira fitzgerald garcía ghosh gonzález gutiérrez gómez hernández huynh ivanov ivanova iyer jiménez joshi kamau kaur
    khumalo kowalczyk kowalski kuznetsov le lindqvist lópez malik martínez mbeki mehta mensah mokoena müller naidoo nair ndlovu nguyễn nkosi novak nowak
    o'brien o'connor o'neill o'sullivan obi odhiambo okafor okeke okonkwo okoro okoye oduya osei otieno owusu papadopoulos pérez petrov petrova phan
    popescu ramírez reddy rodríguez sandhu schröder shrestha sithole smirnov sokolov svensson szabó sánchez tanaka tembo thapa truong venkataraman wambui
    wanjiku wójcik yamada yılmaz zulu álvarez""".split()

_WORDS_TOO: Final = frozenset(
    """in my so will an see love man long many may guy hope else son young soon miss chance hang marry lady miles carry king song brain major sun rich art
    star german summer faith ha moon numbers ok gay queen mark spring page hung precious desire bell golden dick bill royal prince van noble winter chase
    joy forest season grant rob angel buddy mercy princess rose glory honey candy loan fairy sue grace temple diamond junior dawn charity destiny lean
    christian foster penny don crystal liberty angle sang ma jack irish na cherry le hunter manual buck ward lily era ray al bee chin olive mi marine nick
    kit ginger cliff sally clay yen gene cherish chuck alpha teddy bunny del jewel pat dot melody lane harmony rocky bob ed pearl kitty eve holly pa
    brandy max dean tu tad ping coral velvet tequila blossom lance sage maple raven jade victor wade peg dee marshall bud ivory herb gala ruby dan delta
    dung porter roman genie chi willy aura aide fanny dolly marvel li robin mac willow ai sparkle walker una emerald violet bong dong ka carter belle
    sonny conception america birdie earl berry ty rick sherry reed earnest sunday iris daisy carol heather marina jasmine lang hank coy ivy brook easter
    shin sari min han josh valentine wan beau gale august laurel garland dale trinity viva glen mana mason mack april margarita omega tiara hector pansy
    sid pasty marquis nova hue missy piper nu buster flora june hazel asa sol meta sal lu tanner ebony sierra kip fern palmer marlin lea barb deb dimple
    heath lien dona monte carmine viola savannah opal len dell curt magnolia eddy noel ami nam lulu ethyl tam caprice vita carolina eden myrtle garnet
    romaine novella hyacinth concha ester rosette ara lory ranee beryl candida olympia china asia india kenya israel jordan georgia virginia florence
    victoria charlotte sydney paris madison houston dallas austin lincoln london geneva valencia dakota cheyenne chelsea brittany brooklyn france maryland
    january september denver jersey britain lan tai mai sin soo sung ana ali dia jc gail mike les ken pal mel shay fay nan shad burl merle kali jasper
    jung ming than too tan hong kong lynx oralee shawl stormy sunny windy sky ocean christen constant patience prudence temperance comfort blessing gift
    wisdom bright happy innocent lucky promise pride favour gracious harry terry jerry billy molly jenny jean peter rod rue tony tory vi wes wendy jess
    joe jo ann jan jay bo cory dana dusty gus lacy misty reese rena shelly stacy tamar tara tawny thor tish twyla wynona zena alta arch armando aria ash
    asher avis axel bibi bambi cal cameo cam cassia celeste chad cher chloride cinnamon clement crissy cyan cyndi dario denim dove echo elan elm elva
    emery erasmus fe felicity fermin flo fran galena genoa gina giant gold gong hal hassan ho icy indigo isis ja jin jolly jude junko kareem keel khaki ki
    kum lark lee leal lex lilac lin linden lindy lisbon lita loma loni lotus luna lupe lura lyra mae marble mariner mercedes merry milan minna minor mira
    mirna morgan moses mystic necole nevada nichol nickel olen oma or orange oren parthenia pearlie pei perla pet petal pilar pinkie pok poppy power rain
    rana red remedios rex rima ripple rita rubin rubi rusty sable saturnina serina shaina shan shana silver sunshine tatum tempie tenesha tera theda thu
    tiny tod un valor vern vesta villa vina violette von wilber wilt win wonda yang yi yon yu yuk zola zulu""".split()
)
"""Given names that are words, places or months as well; alone they are a name only where their place says so."""


class Person(NamedTuple):
    """A name of people."""

    word: str
    given: float
    """Share of people in a hundred who bear it as given name, the more frequent sex counted."""
    family: float
    also_word: bool
    """Whether it is an ordinary word as well."""


def people(english: Mapping[str, int], small: Mapping[str, int]) -> list[Person]:
    """Return the names of people that are frequent enough to be known.

    Args:
        english: English words with their corpus counts.
        small: How often a word stands in small letters in the knowledge base.
    """
    folder = resources.files("names")
    given = dict.fromkeys(_GIVEN, ELSEWHERE)
    family = dict.fromkeys(_FAMILY, ELSEWHERE)
    for file, found, least in (("female.first", given, 0.0), ("male.first", given, 0.0), ("all.last", family, LEAST)):
        for line in (folder / f"dist.{file}").read_text(encoding="ascii").splitlines():
            name, share, *_ = line.lower().split()
            if float(share) >= least:
                found[name] = max(found.get(name, 0.0), float(share))
    rows = []
    for word in given.keys() | family.keys():
        also = word in _WORDS_TOO or word not in given and _is_word(word, english, small)
        rows.append(Person(word, given.get(word, 0.0), family.get(word, 0.0), also))
    return rows


def _is_word(word: str, english: Mapping[str, int], small: Mapping[str, int]) -> bool:
    """Say whether a family name is a word as well: words have plurals and other forms, or stand in small letters."""
    if word not in english:
        return small.get(word, 0) > 0
    stems = (
        *(word + ending for ending in _ENDINGS),
        word[:-1] + "ing" if word.endswith("e") else "",
        word[:-1] if word.endswith("s") else "",
    )
    return small.get(word, 0) > 0 or english[word] >= _FREQUENT_WORD or any(stem in english for stem in stems if len(stem) > 2)
