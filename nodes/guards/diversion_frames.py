"""Frames of controlled drugs against the law: getting, altering, making, misusing, hiding and selling them."""

from __future__ import annotations

from typing import Final

from nodes.guards.frames import Frame, words
from nodes.guards.late import Late

_DRUG: Final = (
    r"oxy(?:codone|contin|s)?|rox(?:icodone|ies|ys?|icet)|percocets?|percs?|vicodin|norcos?|lortab|hydros?|"
    r"hydrocodone|hydromorphone|dilaudid|opana|oxymorphone|"
    r"xtampza|hysingla|zohydro|ms contin|exalgo|kadian|morphine|fentanyl|duragesic|codeine|tramadol|ultram|"
    r"tapentadol|nucynta|methadone|suboxone|subutex|"
    r"buprenorphine|opioids?|opiates?|narcotics?|pain ?killers?|pain (?:pills|meds)|adderall|addys?|ritalin|"
    r"concerta|focalin|vyvanse|methylphenidate|"
    r"(?:dextro|lisdex)?amphetamines?|stimulants?|xanax|xan(?:nie)?s|alprazolam|valium|diazepam|ativan|"
    r"lorazepam|klonopin|clonazepam|benzos?|benzodiazepines?|"
    r"ambien|zolpidem|soma|carisoprodol|phenobarbital|barbiturates?|nembutal|ketamine|ghb|xyrem|phentermine|"
    r"modafinil|lyrica|pregabalin|promethazine|lean|"
    r"heroin|cocaine|meth(?:amphetamine)?|mdma|ecstasy|controlled (?:substances?|drugs?|meds)|controlleds"
)
_CONTROLLED: Final = words(_DRUG)
_MISUSED: Final = words(
    _DRUG, r"gabapentin", r"loperamide", r"imodium", r"dxm", r"dextromethorphan", r"robitussin", r"delsym", r"coricidin", r"bupropion",
        r"wellbutrin", r"quetiapine", r"seroquel",
    r"benadryl", r"diphenhydramine", r"dramamine", r"cough (?:syrup|medicine|drops)", r"clonidine", r"pills?", r"kratom", r"tianeptine",
)  # fmt: skip
_TREATED: Final = words(
    r"infections?", r"why do", r"my patients?", r"a patient", r"patients? who", r"the patient", r"risks?", r"danger\w*",
        r"complications?", r"signs?", r"symptoms of", r"overdose", r"treat\w*", r"abuse-deterrent formulation\w*",
    r"prevent\w*", r"report\w*", r"detect\w*", r"identif\w*", r"recogni[sz]\w*", r"suspect\w*", r"verif\w*", r"tell if", r"red flags?",
        r"legal(?:ly)?", r"law", r"policy", r"addict\w*", r"false positives?",
    r"how long", r"prescribed", r"dispos\w+", r"get(?:ting)? rid", r"procedure", r"returning", r"colleague",
        r"my (?:teen\w*|son|daughter|nephew)", r"quit", r"stop smoking", r"smoking cessation", r"taper\w*", r"withdrawals? from",
)  # fmt: skip
_HOW: Final = words(
    r"is (?:it|\w+ing)", r"how", r"hows", r"what(?:'?s)?", r"whats", r"which", r"where", r"who", r"whose", r"best", r"ways?",
        r"can (?:i|you|we|it|\w+ \w+)", r"could", r"need", r"want", r"wanna", r"i'd", r"hook me up", r"is there", r"any(?:one|body)?",
    r"give me", r"method", r"does", r"do you", r"got", r"tell me", r"steps", r"turn", r"trick", r"should", r"make my own", r"still work",
)  # fmt: skip
_OBTAIN: Final = words(
    r"selling", r"send me", r"check id", r"buy", r"buying", r"get", r"getting", r"obtain", r"order", r"purchase", r"score", r"cop",
        r"find", r"source", r"ship(?:s|ped)?", r"deliver\w*", r"sells?", r"plug", r"hook", r"hand(?:s|ed)? out", r"need",
    r"market", r"vendors?", r"suppl(?:y|ier)", r"dealer", r"can pay", r"websites?", r"sites?",
)  # fmt: skip
_NO_RIGHT: Final = words(
    r"reddit", r"discord", r"snap ?chat", r"instagram", r"craigslist", r"facebook", r"whatsapp",
        r"(?:don'?t|do not|without) (?:check|ask|verify)(?:ing)?(?: for)? (?:ids?|identification|prescriptions?|" r"scripts?)",
        r"(?:don'?t|do not|dont|without|no|w/o|not) (?:have |having |needing |need |asking (?:for )?|"
        r"requir\w+ )?(?:a |an |any |my |the )?(?:valid )?(?:prescription|script|rx|scrip|doctor'?s note)",
    r"without (?:seeing |asking |going to )?(?:a |any |the )?(?:doctor|dr|doc)", r"no questions(?: asked)?", r"dark ?(?:web|net)\w*",
        r"darknet", r"vendors?", r"telegram", r"wickr", r"plug", r"dealer", r"street", r"just hand(?:s)? out",
    r"under the (?:table|counter)", r"bitcoin", r"silk road", r"tor", r"black market", r"for (?:a )?party", r"for lean",
)  # fmt: skip
_WITH_RIGHT: Final = words(
    r"every (?:month|visit|time)",
    r"each (?:month|time)",
    r"in person",
    r"telehealth",
    r"naloxone",
    r"over the counter",
    r"rehab",
    r"clinic",
    r"program",
    r"shortage",
    r"filled",
    r"treatment",
)
_PLACE: Final = Late(
    rf"\bwhere\b(?: \w+){{0,4}} (?:buy|score|cop|order)\b(?: \w+){{0,3}} (?:{_DRUG})\b|\b(?:place|site|website|"
    rf"guy|shop) (?:that|which|who) (?:sells?|ships?)(?: \w+){{0,2}} (?:{_DRUG})\b"
)
_DOCTORS: Final = words(
    r"(?:another|a second|a new|two|three|four|five|several|multiple|different|other|more than one|2|3|"
        r"4) (?:doctors?|docs?|prescribers?|physicians?|clinics?|pharmac(?:y|ies))", r"online doctor", r"pill mill",
)  # fmt: skip
_UNSEEN: Final = words(
    r"without (?:\w+ ){0,2}(?:know\w*|notic\w*|finding out|telling|show\w*|flag\w*)",
        r"(?:doesn'?t|does not|won'?t|not|don'?t) (?:show|know|find|notice|tell)(?: up)?", r"(?:pay|paying) cash", r"cut me off",
        r"at once",
    r"just hand(?:s)? out", r"flagged", r"behind",
)  # fmt: skip
_SCRIPT: Final = words(r"prescriptions?", r"scripts?", r"rx", r"(?:prescription|script|rx) pads?", r"refills?", r"doctor'?s note")
_FORGING: Final = words(
    r"home-?made (?:rx|scripts?|prescriptions?)", r"forg(?:e|es|ed|ing)", r"fak(?:e|es|ed|ing)", r"photoshop\w*", r"counterfeit\w*",
        r"print (?:my|a|some|your) (?:own )?", r"white out",
        r"(?:change|alter|edit|modify|turn|make)(?: \w+){1,4} (?:to|into) (?:a |an )?\d+",
    r"(?:change|alter|edit|modify) (?:the )?(?:number|quantity|date|amount|strength|count|name)", r"add (?:a |another )?(?:zero|refills?)",
)  # fmt: skip
_STORY: Final = words(
    r"if i (?:say|claim|tell (?:them|him|her|my doctor))",
        r"(?:which|what|best|right|good) (?:symptoms|stor(?:y|ies)|lies?|excuses?|words|complaints?)", r"fak(?:e|ing)", r"pretend\w*",
        r"make up", r"exaggerat\w*", r"mak(?:e|ing) up", r"story to tell", r"lie to", r"lying",
    r"symptoms (?:should|do|to)", r"say he needs", r"say she needs", r"claim",
)  # fmt: skip
_TO_GET: Final = words(
    r"will (?:they|he|she) (?:refill|give|fill|prescribe|replace)",
        r"so (?:that )?(?:he|she|they|the \w+) (?:will )?(?:gives?|prescribes?|writes?)",
        r"(?:to|for) (?:get|getting|obtain|score|a script)", r"gives? me", r"prescribes? me",
        r"get (?:him|her|them|a doctor|my doctor) to", r"so i can",
)  # fmt: skip
_ANOTHERS: Final = words(
    r"died", r"passed away", r"dead", r"deceased", r"dogs?'?s?", r"cats?'?s?", r"vet", r"pets?",
        r"(?:whose|someone'?s|another|fake|different|else'?s) name", r"someone else'?s", r"grandma\w*'?s?", r"grandpa\w*'?s?",
        r"room-?mate'?s?",
)  # fmt: skip
_USE: Final = words(
    r"refills?", r"pick(?:ing)? (?:them|it|up)\w*", r"keep (?:picking|getting|filling)", r"fill(?: another)?", r"so i can take",
        r"take (?:some|it|them)", r"(?:gets?|get) (?:a person|me|you|someone|people) high", r"for myself", r"needs more",
    r"use (?:his|her|its|their)", r"i want (?:it|some)",
)  # fmt: skip
_LAWFUL_USE: Final = words(
    r"what (?:do|should) (?:i|we) do with",
    r"for (?:him|her|them)",
    r"dispos\w+",
    r"get rid",
    r"throw",
    r"return\w*",
    r"drop off",
    r"destroy",
    r"by mistake",
    r"accident\w*",
    r"safe from",
)
_TAKING: Final = Late(
    r"\b(?:take|taking|skim|skimming|steal|swipe|pocket|sneak|siphon|borrow|keep|kept|divert|"
    r"get)\b(?=[^.?!]{0,60}\b(?:without (?:\w+ ){0,2}(?:notic|know|discrep|being|getting|anyone|caught)|"
    r"from (?:my |the |a |our )?"
    r"(?:patients?'?|ward|work|pyxis|omnicell|hospital|clinic|drips?|pump|cart|ambulance|pharmacy)))"
)
_RECORD: Final = words(
    r"sign (?:that|it|as|off)",
    r"wast(?:e|ed|ing)",
    r"witness\w*",
    r"chart",
    r"log",
    r"write it down",
    r"document",
    r"discrepanc\w+",
    r"count",
    r"records?",
    r"paperwork",
    r"sign(?:ed)? off",
)
_FALSE: Final = words(
    r"(?:because|since|after) (?:i|she|he) (?:took|kept|used|pocketed)", r"kept (?:it|some|the)", r"i keep", r"keep (?:it|some|the rest)",
        r"did(?: not|n'?t) (?:happen|waste)", r"never (?:happened|wasted)",
        r"so (?:that )?(?:the count|it|they|the numbers?)(?: \w+)? (?:is right|balances?|match\w*|adds? up|" r"looks? right|right)",
    r"balances", r"for myself", r"take (?:it |some )?home", r"home from", r"without a discrepancy", r"falsif\w+", r"fudge", r"pocket\w*",
)  # fmt: skip
_HIGH: Final = words(
    r"to nod", r"nodding", r"(?:get|gets|getting|feel|feels|feeling|be|me|you|person) (?:\w+ ){0,2}?(?:high|buzzed|stoned|euphoric|"
        r"fucked up|messed up|tripping)", r"(?:bigger|better|stronger|good|nice|cheap|legal|real) (?:high|buzz)",
        r"(?:a|an|opiate|opioid|codeine) (?:buzz|nod)",
    r"plateaus?", r"robo-?trip\w*", r"trip on", r"feel good", r"into (?:the |my )?brain", r"for lean", r"recreational(?:ly)?",
)  # fmt: skip
_DOSING: Final = words(
    r"how (?:much|many)",
    r"what (?:dose|of|to take)",
    r"which dose",
    r"dos(?:e|es|ing|age)",
    r"how (?:do|can|to|should)",
    r"mg",
    r"best",
    r"i'd like",
    r"where",
)
_BODILY: Final = words(
    r"lower",
    r"reduce",
    r"too strong",
    r"i feel high",
    r"blood",
    r"pressure",
    r"sugar",
    r"glucose",
    r"potassium",
    r"levels?",
    r"inr",
    r"cholesterol",
    r"heart rate",
    r"fever",
    r"temperature",
    r"block\w*",
    r"fail\w*",
    r"pain relief",
)
_ROUTE: Final = Late(
    rf"\b(?:snort|sniff|smok|vap|smoke|vape|shoot(?: up)?|bang|slam|boof|plug|freebase|rail|parachute|chew|"
    rf"inject|iv)(?:ing)?(?: up)?(?: \w+){{0,2}} (?:{_DRUG})\b(?! (?:patient|user))|"
    rf"\b(?:{_DRUG})\b(?: \w+){{0,4}} (?:be )?(?:snorted|smoked|shot up|banged|boofed|sniffed|railed)\b|"
    rf"\bfoil (?:method|for)\b|\bfor (?:a )?bigger high\b|\b(?:smoke|snort|shoot up|bang) (?:the |my |a |"
    rf"these )?(?:\w+ )?(?:patch(?:es)?|pills?)\b"
)
_PROPER_ROUTE: Final = words(
    r"inject(?:ing|ed)? (?:morphine|ketamine|methadone|buprenorphine|fentanyl|hydromorphone|diazepam|lorazepam|phenobarbital|dilaudid)",
    r"nasal spray",
    r"chewable",
    r"should i chew",
    r"accident\w*",
    r"(?:iv|ivp) ",
    r"cigarettes?",
    r"tobacco",
    r"child",
)
_BARRIER: Final = words(
    r"gel", r"coating", r"time[- ]release", r"extended[- ]release", r"abuse[- ]deterrent", r"deterrent", r"crush[- ](?:proof|resist\w+)",
        r"tamper\w*", r"beads", r"oxycontin", r"opana", r"xtampza", r"hysingla", r"concerta",
)  # fmt: skip
_BREAK: Final = words(
    r"(?:get|getting) (?:past|around|through|rid of)",
    r"break(?:s|ing)? (?:down|through)",
    r"beat",
    r"defeat\w*",
    r"bypass\w*",
    r"circumvent\w*",
    r"strip",
    r"dissolve",
    r"disable",
    r"so (?:that )?(?:it|they) can be (?:snorted|smoked|injected|shot)",
    r"melt",
    r"foil",
)
_PURPOSE: Final = words(
    r"snort\w*",
    r"shoot",
    r"shot",
    r"inject\w*",
    r"smok\w*",
    r"high",
    r"gel",
    r"coating",
    r"time[- ]release",
    r"release",
    r"deterrent",
    r"resist\w*",
    r"proof",
    r"bang",
)
_TEST: Final = words(
    r"(?:po|parole|probation)(?: officer)?(?:'?s)?(?: \w+)? (?:tests?|screen\w*)", r"drop for my po",
        r"(?:drug|urine|pee|piss|hair|saliva|probation|tox\w*|work|dot|random|pre-?employment) (?:\w+ )?(?:tests?|"
        r"testing|screens?|screening)", r"uds", r"drug tested", r"in my (?:pee|urine|system)",
        r"(?:synthetic|fake|someone else'?s|whose|clean|dog|friend'?s) (?:urine|pee)",
    r"with (?:my )?urine", r"labcorp", r"urinalysis", r"probation test",
)  # fmt: skip
_EVADE: Final = words(
    r"pass(?:ing)?", r"beat(?:ing)?", r"cheat\w*", r"flush(?:ing)?", r"hide(?:s)?", r"hiding", r"mask\w*", r"detox\w*", r"niacin",
        r"bleach", r"vinegar", r"visine", r"goldenseal", r"come up clean", r"(?:don'?t|doesn'?t|not|won'?t) show", r"keep (?:it )?warm",
        r"mix with",
    r"adulterat\w*", r"whose pee", r"whizzinator", r"still work", r"get (?:it )?out of my (?:system|pee|urine)", r"clean (?:out|up)",
        r"substitute",
)  # fmt: skip
_HONEST: Final = words(
    r"at the lab",
    r"in the sample",
    r"bring my prescription",
    r"prescribed",
    r"false positives?",
    r"interpret\w*",
    r"creatinine",
    r"my patient'?s?",
    r"detected by",
    r"how long",
    r"sample was",
    r"i take",
    r"does \w+ (?:show|cause)",
    r"uti",
    r"infection",
    r"kidney",
    r"catheter",
    r"detection",
)
_SALE: Final = Late(
    rf"\b(?:sell|selling|resell|flip|unload) (?:them|it|these|mine|my|some|leftover|extra)\b|\bstreet (?:price|"
    rf"value|rate)\b|\bgoing rate\b|\bhow much (?:are|do|can)\b(?: \w+){{0,4}} (?:worth|sell|go for)\b|"
    rf"\bsell (?:\w+ )?(?:{_DRUG})\b"
)
_PRECURSOR: Final = words(
    r"cough (?:medicine|syrup|drops)",
    r"cold (?:tablets|pills|medicine|meds)",
    r"sudafed",
    r"pseudoephedrine",
    r"codeine",
    r"tylenol 3",
    r"robitussin",
    r"poppy \w+",
    r"ephedrine",
    r"allergy pills",
)
_CRAFT: Final = words(
    r"turn(?:ing)?",
    r"convert(?:ing)?",
    r"mak(?:e|ing) my own",
    r"make(?:ing)?",
    r"cook(?:ing)?(?: up)?",
    r"brew(?:ing)?",
    r"extract(?:ing)?",
    r"desomorphine",
)
_PRODUCT: Final = words(
    r"into (?:ice|meth|speed|crank|crystal|something stronger|desomorphine|heroin|krokodil|\w+ stronger)",
    r"stronger",
    r"amphetamine",
    r"meth(?:amphetamine)?",
    r"desomorphine",
    r"at home",
    r"ice",
    r"krokodil",
)
_PATCH_OUT: Final = Late(
    r"\b(?:get|squeeze|scrape|suck|extract|pull|drain)\b(?: \w+){0,3} (?:gel|medicine|drug|fentanyl|liquid|"
    r"stuff)\b(?: \w+){0,3} (?:out of|from|off)\b(?: \w+){0,2} patch"
)
_FILLING: Final = Late(
    rf"\b(?:use|fill|refill|cash in) (?:my |his |her |a |the )?\w+'s (?:\w+ )?(?:{_DRUG}) (?:prescriptions?|scripts?|refills?)\b"
)
_PARCEL: Final = Late(rf"\b(?:ship|send|sell|mail|deliver) (?:me|us) (?:some |a few |\d+ )?(?:{_DRUG})\b")
_FROM_FILLER: Final = words(
    r"from (?:the |its )?(?:acetaminophen|apap|paracetamol|tylenol|ibuprofen|aspirin|fillers?|binders?|naloxone)",
    r"acetaminophen out",
    r"tylenol out",
)
_NO_CRAFT: Final = words(
    r"positive", r"show(?:s|ing)? up", r"metaboli[sz]\w*", r"enzyme", r"skin", r"wounds?", r"cyp2d6", r"cause", r"breastfe\w+"
)

DIVERSION_FRAMES: Final = (
    Frame("getting without authority", (_HOW, _OBTAIN, _CONTROLLED, _NO_RIGHT), (_TREATED, _WITH_RIGHT)),
    Frame("a place to buy", (_PLACE,), (_TREATED, _WITH_RIGHT, words(r"my \w+ (?:prescription|refill)"))),
    Frame("shopping for prescribers", (_HOW, _DOCTORS, _CONTROLLED, _UNSEEN), (_TREATED,)),
    Frame("a forged prescription", (_FORGING, _SCRIPT,
        Late(rf"{_CONTROLLED.pattern}|\b(?:pads?|pharmacist|looks? (?:real|legit)|doesn'?t call)\b")), (_TREATED,
        words(r"can my doctor", r"my doctor wants", r"doctor changed"))),
    Frame("a story for the prescriber", (_STORY, _TO_GET, _CONTROLLED), (words(r"withdrawal", r"my patient", r"detect\w*",
        r"recogni[sz]\w*", r"identif\w*", r"suspect\w*"),)),
    Frame("another's supply", (_HOW, _ANOTHERS, _USE, _CONTROLLED), (_LAWFUL_USE, words(r"prescribed", r"patient", r"police"))),
    Frame("theft", (_HOW, _TAKING, _CONTROLLED), (_TREATED, words(r"opioids? from my system", r"insurance"))),
    Frame("a falsified record", (Late(rf"{_HOW.pattern}|is it (?:ok|fine|okay)"), _RECORD, _FALSE), (words(r"report\w*",
        r"detect\w*", r"colleague", r"procedure", r"suspect\w*", r"prevent\w*", r"found that"),)),
    Frame("a high", (_MISUSED, _HIGH, _DOSING), (_TREATED, _BODILY)),
    Frame("a route of misuse", (_HOW, _ROUTE), (_TREATED, _PROPER_ROUTE)),
    Frame("defeating a deterrent", (_HOW, _BARRIER, _BREAK, _PURPOSE), (_TREATED, words(r"patients?", r"gel capsules?", r"stomach",
        r"body"))),
    Frame("defeating a test", (_TEST, _EVADE), (_TREATED, _HONEST)),
    Frame("selling", (_SALE, _CONTROLLED), (_TREATED, words(r"pharmac(?:y|ies) sell", r"copay", r"insurance"))),
    Frame("making", (_PRECURSOR, _CRAFT, _PRODUCT), (_TREATED, _NO_CRAFT)),
    Frame("asking for a parcel", (_PARCEL,), ()),
    Frame("crushed into a vein or nose", (_HOW, words(r"dissolv\w+", r"crush\w*", r"melt\w*", r"cook\w*"), words(r"inject\w*",
        r"shoot\w*", r"snort\w*"), _CONTROLLED), (_TREATED, _PROPER_ROUTE, words(r"patients?"))),
    Frame("separating a combination", (words(r"solvents?", r"acetone", r"separat\w+", r"filter\w*", r"isolat\w+", r"get rid of",
        r"wash out", r"remov\w+"), _CONTROLLED, _FROM_FILLER), (words(r"kidney", r"hplc", r"assay", r"urine", r"combination product"),)),
    Frame("cooking rocks", (words(r"baking soda"), words(r"rocks?", r"crack", r"cook\w*"), words(r"how", r"what", r"need")),
        (words(r"cookies?", r"cake", r"bicarbonate for"),)),
    Frame("filling another's prescription", (_HOW, _FILLING), (_LAWFUL_USE, words(r"their behalf", r"my patient"))),
    Frame("emptying a patch", (_PATCH_OUT,), (_TREATED, _LAWFUL_USE)),
)  # fmt: skip
"""What is asked when the law on controlled drugs is to be got round; the names are for readers."""
