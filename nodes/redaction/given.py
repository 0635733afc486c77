"""Frequent given and family names: two words with capitals of which one is such a name are a person, though nothing announces them.

The lists are of names that are frequent where English, Spanish, French, German, Polish, Russian, Arabic, Hindi, Chinese, Vietnamese, Korean, Japanese,
Yoruba or Igbo is spoken. A name that is a word of the language as well is left out of them, or stands in `EITHER`.
"""

from __future__ import annotations

from typing import Final

GIVEN: Final = frozenset(
    """james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony steven paul andrew joshua kenneth kevin brian
    george timothy ronald edward jason jeffrey ryan jacob gary nicholas eric erik jonathan stephen larry justin scott brandon benjamin samuel gregory alexander
    patrick raymond jack dennis jerry tyler aaron jose henry adam douglas nathan peter zachary kyle noah ethan jeremy walter christian keith roger terry
    austin sean gerald carl harold dylan arthur lawrence jordan jesse bryan billy bruce gabriel joe logan alan juan albert willie elijah wayne randy vincent
    mason roy ralph bobby russell bradley philip phillip eugene louis luis carlos miguel angel diego javier fernando ricardo eduardo alejandro jorge pedro
    pablo rafael sergio antonio francisco manuel mario raul ramon oscar hector roberto enrique alberto andres felipe ignacio joaquin martin tomas vicente
    mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley kimberly emily donna michelle carol
    amanda melissa deborah stephanie rebecca sharon laura cynthia dorothy amy kathleen angela shirley emma brenda pamela nicole anna samantha katherine
    christine debra rachel carolyn janet maria catherine heather diane olivia julie joyce victoria ruth virginia lauren kelly christina joan evelyn judith
    andrea hannah jacqueline martha gloria teresa theresa ann sara madison kathryn jean abigail alice judy sophia julia doris isabella marilyn danielle
    beverly amber brittany diana natalie marie kayla alexis lori tammy tiffany erin megan lucy claire clara ella chloe zoe zoë lily eleanor audrey leah
    rosa ana carmen lucia sofia elena isabel gabriela valentina daniela mariana fernanda guadalupe juana rosario beatriz alicia silvia marta raquel
    pilar ines inés lourdes camila paula adriana yolanda esperanza leticia
    jean-luc pierre jacques françois francois michel philippe luc louise élise renée renee celine céline chantal thérèse amelie amélie mathieu benoit benoît
    hans klaus jürgen jurgen wolfgang heinrich heinz dieter werner günther gunther ingrid ursula helga greta anneliese lukas maximilian sven lars erika
    björn bjorn søren soren mette astrid freya sigrid ingeborg anders nils henrik magnus olaf
    giovanni giuseppe marco luca paolo francesca giulia chiara alessandro lorenzo matteo stefano enzo
    piotr andrzej krzysztof łukasz lukasz tomasz agnieszka katarzyna małgorzata malgorzata zofia wojciech marek jadwiga zbigniew
    ivan olga svetlana natasha dmitri dmitry sergei sergey vladimir boris igor irina tatiana anastasia yelena mikhail nikolai alexei oksana yuri
    ahmed ahmad mohammed muhammad mohamed mohammad ali omar hassan hussein ibrahim yusuf youssef khalid fatima aisha layla leila zainab mariam noor
    tariq karim samir amina khadija mustafa hamid rashid abdullah salma nadia yasmin jamal bilal
    raj rajesh priya anjali amit sanjay sunita ashok vijay deepak ravi suresh ramesh anil neha pooja lakshmi arjun aarav vikram kavita meera sunil rohan
    wei mei jing ming xiaoming xin ling yan hui jun hiroshi kenji yuki akira haruto sakura takashi keiko naoko yoko kazuo mei-ling
    minh thuy thi linh huong tuan hoang trang phuong duc thanh quang hien
    ji-woo min-jun seo-yeon hyun jin-ho soo-jin ji-hoon eun-ji young-ho
    kim jo kwame kofi chukwuemeka chidi ngozi amara oluwaseun adaobi emeka ifeoma tunde folake abimbola thandiwe sipho nomsa zanele
    deshawn lakisha tyrone jamal latoya keisha darnell tamika marquis shanice aaliyah malik
    siobhan siobhán padraig liam niamh aoife sinead sinéad cormac declan seamus séamus fiona ewan callum hamish alistair gareth rhys angus
    elif ayse mehmet emre dimitrios nikos kostas eleni yiannis anahit zsofia zsófia istván bartholomew bart leonard theodore frederick ernest harry
    oliver isaac caleb luke owen levi wyatt lincoln sebastian julian jackson aiden lucas harper evelyn scarlett penelope nora ellie mia ava amelia
    charlotte maya naomi ian simon nigel graham colin trevor geoffrey clive gillian hilary maureen moira bridget edith agnes mildred gertrude ethel
    bernice florence irene josephine lorraine marjorie norma phyllis rita thelma wilma eileen geraldine stanley howard leroy floyd clarence herbert
    alfred bernard norman vernon cecil marvin melvin harvey milton wesley clifford allen glenn craig todd shawn derek travis brett corey dustin
    jane jill joanne joanna gail peggy kathy cindy sally connie wanda bonnie sheila rhonda tina tracy dana stacy robin jo leilani winona""".split()
)
"""Given names that are hardly anything else."""
EITHER: Final = frozenset(
    """grace hope faith joy rose dawn mark will may april june frank grant patience sunny ruby pearl ivy iris violet daisy heath dean guy art rich ray
    jin max""".split()
)
"""Given names that are words as well: a name only with a frequent family name behind them."""
WORDY: Final = frozenset(
    """bell brown stone waters young king green white baker carter ward cook long wood woods gray grey price bush ford cruz ng day black hunt field fields
    fox page rice banks rivers lane snow""".split()
)
"""Family names that are words as well: a name only behind one of the given names."""
FAMILY: Final = frozenset(
    """smith johnson williams jones garcia garcía miller davis rodriguez rodríguez martinez martínez hernandez hernández lopez lópez gonzalez gonzález wilson
    anderson thomas taylor moore jackson martin lee perez pérez thompson harris sanchez sánchez clark ramirez ramírez lewis robinson walker
    allen wright scott torres nguyen nguyễn hill flores adams nelson hall rivera campbell mitchell roberts gomez gómez phillips evans
    turner diaz díaz parker edwards collins reyes stewart morris morales murphy rogers gutierrez gutiérrez ortiz morgan cooper peterson bailey kelly
    howard ramos kim cox richardson watson chavez bennett mendoza ruiz hughes alvarez álvarez castillo sanders patel myers ross foster jimenez
    jiménez powell jenkins perry sullivan coleman henderson barnes gonzales fisher vasquez simmons romero graham reynolds
    hamilton griffin wallace cole hayes bryant gibson ellis stevens murray wells webb simpson stevenson tucker hunter hicks crawford henry boyd mason kennedy
    warren dixon burns gordon holmes robertson knight ferguson hawkins dunn perkins hudson spencer gardner stephens payne pierce
    matthews arnold wagner willis olson carroll duncan snyder cunningham bradley andrews ruiz harper weaver armstrong franklin
    lawson o'brien o'connor o'neill o'sullivan mcdonald macdonald mcallister fitzgerald kowalski kowalczyk nowak wojcik wójcik ivanov petrov petrova
    ivanova smirnov müller mueller schmidt schneider fischer meyer weber schulz becker hoffmann rossi russo ferrari esposito bianchi dubois moreau laurent
    lefebvre silva santos ferreira pereira oliveira costa chen wang zhang li liu yang huang zhao wu zhou tanaka suzuki yamamoto nakamura watanabe
    sato park choi singh kumar sharma gupta khan shah desai iyer reddy rao mehta ahmed hussain hassan ali ibrahim okafor okonkwo adeyemi mensah nkosi tran
    pham phan vo dang bui ho cohen levy goldberg katz rosenberg friedman weiss klein schwartz castellanos delgado vargas aguilar medina guerrero herrera
    doe roe""".split()
)
"""Frequent family names."""
EPONYM: Final = frozenset(
    """syndrome disease sign test criteria criterion score scale equation formula method law hospital clinic medical center centre university foundation
    institute pharmaceuticals pharma pharmaceutical laboratories labs inc ltd llc corp company school college study trial guidelines guideline
    et lymphoma cell wort cirrhosis classification index collaboration health healthcare city county st street street. avenue road
    hopkins pugh barre""".split()
)
"""What stands behind a name that is a thing's: "Stevens Johnson syndrome", "James et al."."""
