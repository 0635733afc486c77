"""Frames of hurting another: who, what is done to them, by what, hidden from whom, and why."""

from __future__ import annotations

from typing import Final

from nodes.guards.frames import Frame, words
from nodes.guards.late import Late

_KIN: Final = (
    r"husbands?|wife|ex(?:-?(?:husband|wife|boyfriend|girlfriend))?|boyfriend|girlfriend|partner|spouse|"
    r"fiancee?|boss|manager|co-?workers?|colleagues?|"
    r"neighbou?rs?|room-?mates?|flatmates?|mother|father|mom|mum|mommy|dad|daddy|parents?|brother|sister|"
    r"siblings?|uncle|aunt|auntie|cousin|nephew|niece|"
    r"grand(?:mother|father|ma|pa|dad|parents?)|gran|granny|nana|step(?:mom|mum|dad|mother|father|son|"
    r"daughter)|(?:mother|father|brother|sister)[- ]in[- ]laws?|"
    r"in-laws|sons?|daughters?|kids?|child|children|bab(?:y|ies)|toddlers?|infants?|friend|landlord|teacher|tenant|guests?|heir"
)
_STRANGER: Final = (
    r"someone|somebody|anyone|a person|people|person|everyone|everybody|guys?|girls?|man|men|woman|women|"
    r"ladies|lady|chick|stranger|victims?|residents?|"
    r"patients?|inmates?|dinner party|date|old (?:man|lady|woman|guy|folks)|him|them|her"
)
_VICTIM: Final = words(_KIN, _STRANGER)
_WHO: Final = rf"(?:(?:my|his|her|the|a|an|our|their|some|some's|grown|old|elderly|pregnant|rich) ){{0,3}}(?:\w+ )?(?:{_KIN}|{_STRANGER})"
_SEEKING: Final = words(
    r"how", r"what(?:'?s)?", r"which", r"whats", r"where", r"best", r"need", r"want", r"wanna", r"looking for", r"give me", r"tell me",
        r"ideas?", r"any(?:thing)?",
    r"is there", r"is (?:a|some)", r"(?:could|can|would|should|may) (?:i|one|you|we|it|be|a|the|three|two|doubling|potassium)",
        r"suppose", r"if", r"ways?", r"something", r"i'd",
)  # fmt: skip
_MEANS: Final = words(
    r"antabuse", r"disulfiram", r"trazodone", r"seroquel", r"clonidine", r"pharmacy", r"quetiapine", r"olanzapine", r"risperidone",
        r"haloperidol", r"pills?", r"tablets?", r"caps(?:ules)?", r"patch(?:es)?", r"drops?", r"drip", r"dos(?:e|es|age)", r"drugs?",
        r"med(?:s|icines?|ications?)?", r"painkillers?",
    r"insulin", r"morphine", r"digoxin", r"potassium", r"warfarin", r"blood thinners?", r"fentanyl", r"oxy\w*", r"sedatives?",
        r"tranquili[sz]ers?", r"benzos?",
    r"laxatives?", r"benadryl", r"diphenhydramine", r"melatonin",
        r"\w+(?:pam|lam|pidem|done|codeine|morphone|barbital|olol|dipine|triptyline)", r"ketamine", r"ghb", r"xanax",
    r"ambien", r"valium", r"injections?", r"substances?", r"poisons?", r"something", r"anything", r"stuff", r"herbs?", r"syrup",
        r"amount", r"overdos\w+", r"nurse",
    r"pharmacist", r"xylitol", r"aspirin", r"tylenol", r"antifreeze", r"eye drops", r"mifepristone", r"misoprostol", r"methotrexate",
        r"inhaler",
)  # fmt: skip
_DEATH: Final = words(
    r"(?:pass|go|die|end)(?: \w+)? (?:sooner|faster|quicker|earlier)", r"kill\w*", r"murder\w*", r"poison\w*", r"dead", r"dies?",
        r"death", r"lethal", r"fatal", r"finish(?:es)?(?: off)?", r"it'?s over", r"over quickly", r"over with",
    r"end(?:s|ing)? (?:things|it|him|her|them|(?:a|the|his|her|their|someone'?s|my \w+'s) (?:\w+ )?life)",
        r"(?:uncle|father|mother|aunt|man|lady|woman|grandpa|grandma)'?s end",
    r"do (?:the trick|the job)", r"see(?:ing)? \w+ (?:\w+ )?(?:\w+ )?(?:\w+ )?gone", r"be gone", r"out of the way",
        r"(?:won'?t|wont|never|not|don'?t) wakes?",
    r"speeds? (?:up|things)", r"hurr(?:y|ies)", r"hasten\w*", r"help (?:it|things|nature) along", r"heart attack", r"stroke",
        r"cardiac arrest", r"old age",
    r"stop(?:s)? (?:his|her|the|their|a) heart", r"(?:have|has) an accident", r"won'?t go", r"must go", r"get rid of", r"do away",
        r"off (?:him|her|my)", r"doubl\w+ (?:his|her)",
    r"pass(?:es)? (?:away|on)", r"natural causes", r"sepsis", r"take too much", r"took too much", r"more of them", r"wont wake",
)  # fmt: skip
_ILLNESS: Final = words(
    r"(?:violently )?puke", r"person ill", r"(?:real |very |so |violently |seriously |a bit |make \w+ |makes \w+ |get )(?:sick|ill)",
        r"(?:sick|ill) for", r"call in sick", r"(?:him|her|them|boss|ex|sister|brother) (?:sick|ill)",
    r"(?:too )?weak", r"suffers?", r"(?:throw|throws) up", r"puk\w+", r"the runs", r"diarrh?o?ea", r"laxatives?", r"miser(?:y|able)",
        r"limp", r"miss(?:es)? the", r"crash",
)  # fmt: skip
_SLEEP: Final = words(
    r"sleep(?:s|y|ing)?(?! apnea)", r"asleep", r"drows\w+", r"pass(?:es)? out", r"black(?:s)? ?out", r"out cold",
        r"knock(?:s|ed)?(?: \w+){0,2} out", r"limp", r"(?:puts?|go) \w+(?: \w+)? under",
    r"calm(?:s)? (?:him|her|them|my|down)", r"docile", r"sedat\w+", r"tranquili\w+", r"unconscious", r"quiet", r"silent", r"silence",
        r"zonked", r"drowsy", r"stops? crying", r"out like a light",
    r"drugged", r"too weak", r"groggy", r"relaxed",
)  # fmt: skip
_DISGUISE: Final = words(
    r"(?:nobody|no ?one) (?:would |will |could |can )?(?:connect|link|blame|guess)\w*", r"back to me", r"no (?:idea|clue)", r"unaware",
        r"behind (?:his|her|their) back",
        r"(?:nobody|no ?one|not? \w+body) (?:will |would |can |else )?(?:ask|know|notic|find|suspect|tell|test|see|" r"taste|trac)\w*",
    r"(?:anybody|anyone|somebody|the (?:doctor|family|police|coroner|nurse)|they|doctors?|coroner) (?:would |"
        r"will |ever |could |really )?(?:find(?:s)? out|notice(?:s)?|suspect(?:s)?|"
    r"think(?:s)?|call(?:s)? it|tests? for|detects?|know(?:s)?)",
    r"without (?:leaving|(?:her|him|them|she|he|they|telling|anyone|anybody|my|the|his|their|parents|a trace|"
        r"trace|evidence|suspicion|being)\b)", r"(?:must|should|can|will|does|do) not (?:know|find|notice|taste|suspect)",
    r"(?:won'?t|wont|doesn'?t|can'?t|cannot|never|not) (?:even )?(?:taste|notice|find out|know|be (?:found|detected|traced|tasted))",
    r"looks? (?:\w+ )?(?:normal|natural|like|accidental)", r"(?:is|was|seems?|appears?) natural", r"untrace\w*", r"undetect\w*",
        r"coroner", r"autopsy", r"no trace", r"evidence", r"tasteless", r"no taste",
    r"odou?rless", r"quietly", r"secretly", r"call it", r"get(?:ting)? caught", r"slowly", r"little by little", r"on the sly",
)  # fmt: skip
_SPITE: Final = words(
    r"teach(?: \w+){1,3} a lesson",
        r"done with (?:my (?:husband|wife|boss|ex|father|mother|brother|sister|boyfriend|girlfriend)|him|her)",
        r"make (?:him|her|them) pay", r"trust fund", r"hates?", r"deserves?", r"(?:is|such|being) a pain", r"annoy\w*", r"humiliat\w+",
        r"enemy", r"rival", r"revenge", r"get back at", r"pay for what", r"teach \w+ a lesson", r"bull(?:y|ies|ied)",
    r"(?:tired|sick|fed up) (?:of|with) (?:him|her|them|the old|my (?:\w+ )?(?:husband|wife|mother|father|dad|" r"mom|boss|roommate|ex))",
        r"cheat(?:ed|s|ing)? on me", r"asshole", r"bastard", r"bitch",
    r"inherit\w*", r"the will", r"heir\w*", r"(?:house|money|estate|farm|flat) (?:goes|comes) to me", r"life insurance", r"estate",
        r"rich (?:uncle|aunt|husband|wife|old|father|mother)", r"won'?t go",
    r"must go", r"too long", r"love to see", r"signs? the", r"prank",
)  # fmt: skip
_GAIN: Final = words(
    r"night off", r"some peace", r"a break from", r"time to myself", r"free evening", r"rub(?:bed)? on", r"smear\w*", r"doorknob",
        r"so (?:that )?(?:i|we) can(?!'t)", r"so (?:that )?(?:he|she|they) (?:signs?|has to|have to|miss\w*|stays?|can'?t)", r"while i",
        r"i can (?:go|check|leave|sneak|steal|have|take)", r"go(?:ing)? out",
    r"night shift", r"babysit\w*", r"the whole (?:way|flight|trip|night|evening)", r"until (?:morning|he'?s out|she'?s out)",
        r"(?:his|her) phone", r"leave the house", r"signs? the papers", r"is hell",
    r"for hours", r"few hours", r"all of them", r"them all", r"cries all", r"two glasses", r"neighbou?rs? (?:hear|complain)",
)  # fmt: skip
_LACING: Final = words(
    r"(?:add|adds|added|put|puts|slip|slips|mix|mixed|mixing|dissolve|dissolved|grind|ground|crush|crushed|"
        r"drop|pour|stir|stirred|spike|lace|sneak|hide|goes|go|sprinkle)"
    r"(?: \w+'?\w*){0,4} (?:in|into|to|inside)(?: (?:his|her|their|its|someone'?s|someones|somebody'?s|a|the|"
        r"my \w+(?: in law)?'?s?|coworkers?'?|neighbou?r'?s?|\w+'s))"
    r"(?: \w+){0,2} (?:tea|coffee|soup|beer|wine|juice|drinks?|cocktails?|dinner|lunch|food|meal|shake|"
        r"smoothie|water|bottle|whisky|whiskey|milk|cup|glass|tuna|sausage|meat|sandwich|cake|punch)",
r"goes? in(?:to)? (?:it|his|her|their)",
    r"(?:it|them) in(?:to)? (?:his|her|their) (?:dinner|food|drink|beer|tea|coffee|smoothie|shake|cocktail)",  # fmt: skip
    r"(?:mixed|put|dissolved|hidden) in (?:his|her|their|a|the) \w+", r"in (?:a )?(?:smoothie|cocktail|sausage|tuna)",
)  # fmt: skip
_MAKING: Final = Late(
    rf"\b(?:make|makes|making|get|gets|getting|put|puts|leave|render|knock|knocks|keep|keeps|have|has|calm|"
    rf"send)\s+(?:down\s+|out\s+)?{_WHO}\b"
)
_FEEDING: Final = words(
    r"constipat\w*",
    r"for my (?:son|daughter|child|baby|mother|father|mom|dad|wife|husband|patient)(?!'s)",
    r"dementia",
    r"alzheimer'?s?",
    r"autism",
    r"my patient",
    r"resident",
)
_CARE: Final = words(
    r"(?:coroner|autopsy|police) (?:found|showed|said|report\w*)", r"(?:what|which) level", r"constipat\w*", r"stand(?:s|ing)? up",
        r"swallow\w*", r"spits?", r"feeding tube", r"peg", r"applesauce", r"asks for", r"palliative", r"hospice", r"comfort care", r"mri",
        r"ct scan", r"icu",
    r"procedur\w+", r"surgery", r"colonoscopy", r"ventilat\w+", r"anesthe\w+", r"anaesthe\w+", r"agitat\w+", r"delirium", r"sundown\w*",
        r"terminal restlessness", r"treat(?:s|ed|ment)?",
    r"antidotes?", r"manag\w+", r"revers\w+", r"reversal", r"resuscitat\w+", r"naloxone", r"toxicolog\w+", r"risks?", r"by mistake",
        r"accidental(?:ly)?", r"by accident", r"afraid", r"worried", r"scared", r"concerned",
    r"is it (?:safe|dangerous|legal|ok)", r"dangerous", r"was drugged", r"signs of", r"symptoms of", r"put something in my",
        r"side effects?", r"interact\w*", r"i (?:think|suspect|fear)", r"we (?:think|suspect)",
    r"prevent", r"avoid", r"help(?:s)? (?:him|her|them|my \w+) (?:to )?sleep", r"insomnia", r"stopped breathing", r"overdosed",
        r"medical assistance in dying", r"by law", r"the law", r"legal",
)  # fmt: skip
_DISOWNED: Final = words(r"my drink", r"in my (?:drink|food|coffee|tea)", r"i think my", r"was i drugged")
_FICTION: Final = words(
    r"novels?",
    r"thriller",
    r"screenplay",
    r"character",
    r"my (?:book|story|plot)",
    r"hypothetical\w*",
    r"fiction\w*",
    r"murder mystery",
    r"short story",
    r"heir",
)
_PREGNANCY: Final = words(
    r"(?:it|baby) gone", r"get rid of (?:it|the baby|the pregnancy)", r"miscarr\w*", r"abort\w*",
        r"loses? (?:the |her |a |it|our )?(?:baby|it|pregnancy|child)?", r"mifepristone", r"misoprostol",
        r"end (?:it|the pregnancy|her pregnancy)", r"not be pregnant", r"(?:is )?\d+ weeks",
)  # fmt: skip
_AGAINST_HER: Final = words(
    r"so (?:that )?she (?:loses|aborts|miscarries)",
        r"she (?:doesn'?t|does not|won'?t|will not|isn'?t|refuses)(?: to)? (?:want|agree|know|end|consent|abort|" r"have|ready|willing)",
        r"refuses to (?:end|abort|have)", r"without (?:she|her)(?: \w+)?", r"secretly", r"against her", r"happen by itself",
        r"behind her back", r"dissolve\w*", r"in a smoothie",
)  # fmt: skip
_HER: Final = words(r"mistress", r"lover", r"daughter", r"girlfriend", r"wife", r"(?:my )?ex", r"she", r"her")
_BEAST: Final = words(r"dogs?", r"cats?", r"pupp(?:y|ies)", r"kittens?", r"pets?", r"horse")
_BEAST_HARM: Final = words(
    r"so (?:that )?(?:it|he|she) dies", r"kill\w*", r"poison(?! control)", r"finish(?:es)?(?: off)?", r"barking (?:forever|for good)",
        r"stops? barking", r"must go", r"get rid of", r"shut up", r"hide in (?:sausage|meat|food)", r"hurt",
)  # fmt: skip
_BODY: Final = Late(
    r"\b(?:ruin|destroy|damage|wreck|mess (?:with|up)|shut down|fry|hurt|stop)\w*\s+(?:it|(?:his|her|their|"
    r"someone'?s|somebody'?s|my \w+'s)(?: \w+)?)\b"
)
_REVENGE: Final = words(
    r"teach(?: \w+){1,3} a lesson",
    r"get back at",
    r"take revenge",
    r"make (?:him|her|them) (?:pay|suffer)",
    r"deserves? to (?:suffer|die|pay)",
    r"get even with",
)
_WISHED: Final = Late(
    rf"\b(?:want|wish|need|like)\s+(?:my |that )?(?:old |rich )?(?:{_KIN}|him|her)\s+(?:to |would |"
    rf"were )?(?:pass(?:ed)?|dies?|dead|go(?:ne)?|be gone|be dead)\b(?! (?:to|out|through|for|with|by|on|her|"
    rf"his|a|the))"
)
_IN_DRINK: Final = Late(
    r"\b(?:in|with|into) (?:a |an |some |her |his |the )?(?:\w+ )?(?:wine|beer|drink|cocktail|coffee|vodka|"
    r"whisky) (?:for|to) (?:an? |the |my |some )?(?:woman|girl|guy|man|date|person|someone|somebody)\b"
)
_FATAL: Final = Late(
    r"\b(?:give|gives|giving|cause|causes|put|puts)\s+(?:an?|some|the) (?:\w+ )?(?:guy|man|woman|lady|person|"
    r"girl|boy)(?: into)? an? (?:fatal|deadly|lethal|heart attack|stroke|coma|cardiac)\b"
)
_POISONER: Final = words(
    r"predators?", r"rapists?", r"serial killers?", r"killer nurses?", r"poisoners?", r"murderers?", r"assassins?", r"angels? of death"
)
_CHILD: Final = words(r"bab(?:y|ies)", r"toddlers?", r"infants?", r"kids?", r"child(?:ren)?", r"newborn")
_CRYING: Final = words(r"cr(?:y|ies|ying)", r"quiet", r"silent", r"silence", r"shut up", r"scream\w*", r"calm(?:s)? down", r"noise")
_SEDATIVE: Final = words(
    r"oxy\w*",
    r"codeine",
    r"morphine",
    r"opioids?",
    r"hydrocodone",
    r"\w+(?:zepam|zolam|pidem)",
    r"xanax",
    r"ativan",
    r"valium",
    r"klonopin",
    r"ambien",
    r"benadryl",
    r"sedatives?",
    r"sleeping pills?",
)
_HOME: Final = words(
    r"care home", r"nursing home", r"daycare", r"night shift", r"residents", r"foster", r"ward", r"kindergarten", r"babysit\w*"
)
_ALL: Final = words(
    r"all of them",
    r"them all",
    r"everyone",
    r"everybody",
    r"the whole (?:ward|floor|lot)",
    r"the kids",
    r"all the \w+",
    r"without telling (?:the )?parents",
)
_GIRL: Final = words(r"girls?", r"date", r"woman", r"women", r"chick", r"her", r"guy", r"him", r"man")
_LOOSE: Final = words(
    r"relaxed", r"not remember", r"forget\w*", r"won'?t remember", r"pass(?:es)? out", r"limp", r"horny", r"in the mood",
        r"drunk(?:-like)?", r"willing", r"loosen\w*", r"easy", r"sleep(?:s|y)?", r"compliant", r"unable", r"blackout",
)  # fmt: skip
_OUTING: Final = words(
    r"date",
    r"club",
    r"bar",
    r"party",
    r"cocktails?",
    r"drinks?",
    r"glasses of wine",
    r"wine",
    r"beer",
    r"drunk-like",
    r"friday",
    r"remember",
    r"limp",
    r"hours",
    r"quickly",
)
_TASTELESS: Final = Late(
    r"\b(?:tasteless|odou?rless|untrace\w+|undetect\w+|no[- ]taste|colou?rless)\b(?: \w+){0,3} (?:sedatives?|"
    r"poisons?|tranquili\w+|sleeping (?:pill|aid|tablet)s?|knockout|killer|drug|venom)\b"
)
_DRUGGING: Final = Late(
    r"\b(?:how|could|can|would|should|to|hypothetically|one|i|you)\b(?: \w+)? (?:drug|dope|dose|roofie|sedate|"
    r"spike) (?:an? |the |my |our |his |her )?(?:entire |whole )?(?:dinner party|party|guests?|famil(?:y|ies)|"
    r"everyone|everybody|room|crowd|school|office|team|class|roommate|bouncer|(?:security )?guards?|cop|driver|"
    r"waiter|babysitter|referee|opponent|competitor|neighbou?rs?)\b"
)
_SWAP: Final = Late(rf"\b(?:swap|switch|replac|tamper|exchang)\w*(?: with)? (?:\w+ )?(?:{_KIN}|his|her|their|someone)(?:'s)?\b")
_STAFF: Final = words(r"nurse", r"pharmacist", r"doctor", r"caretaker", r"carer", r"caregiver", r"orderly")
_ARRANGED: Final = Late(
    r"\b(?:make|let|have|arrange for|give) (?:\w+ ){1,3}(?:have |to have |suffer )?an? (?:little |"
    r"fatal )?(?:accident|overdose|heart attack|hypo|stroke)\b(?! risk)"
)

HARM_FRAMES: Final = (
    Frame("a disguised death", (_SEEKING, _MEANS, _VICTIM, _DEATH, _DISGUISE), (_CARE, _DISOWNED)),
    Frame("a death out of spite or for gain", (_SEEKING, _MEANS, _VICTIM, _DEATH, _SPITE), (_CARE,)),
    Frame("lacing to make ill", (_SEEKING, _LACING, _ILLNESS), (_CARE, _FEEDING, _DISOWNED)),
    Frame("lacing to put to sleep", (_SEEKING, _LACING, _SLEEP, words(_KIN, _STRANGER)), (_CARE, _FEEDING, _DISOWNED, words(r"child",
        r"toddler", r"son", r"daughter", r"kids?"))),
    Frame("lacing in secret or out of spite", (_SEEKING, _LACING, Late(f"{_DISGUISE.pattern}|{_SPITE.pattern}|{_DEATH.pattern}")),
        (_CARE, _FEEDING, _DISOWNED)),
    Frame("sedation for one's own ends", (_SEEKING, _SLEEP, _VICTIM, _GAIN, Late(f"{_MAKING.pattern}|{_MEANS.pattern}")), (_CARE,
        _FEEDING, _DISOWNED)),
    Frame("sedation in secret", (_SLEEP, _MAKING, _DISGUISE, _MEANS), (_CARE, _FEEDING, _DISOWNED)),
    Frame("illness for one's own ends", (_SEEKING, _MAKING, _ILLNESS,
        Late(f"{_GAIN.pattern}|{_SPITE.pattern}|{_DISGUISE.pattern}|not die|just ill")), (_CARE,)),
    Frame("incapacitating a date", (_SEEKING, _MAKING, _GIRL, _LOOSE, _OUTING), (_CARE, _DISOWNED)),
    Frame("an abortion against her will", (_SEEKING, _PREGNANCY, _HER, _AGAINST_HER), (_CARE, words(r"i am pregnant", r"i'?m pregnant"))),
    Frame("hurting an animal", (_SEEKING, _BEAST, _BEAST_HARM), (_CARE, words(r"fleas", r"ticks?", r"worms", r"toxic", r"bacteria",
        r"virus"))),
    Frame("ruining a body", (_SEEKING, _BODY, _MEANS, Late(f"{_SPITE.pattern}|{_DISGUISE.pattern}")), (_CARE,)),
    Frame("a child quietened with a sedative", (_SEEKING, _CHILD, _CRYING, _SEDATIVE), (_CARE, _FEEDING, words(r"breastfe\w+",
        r"prescribed", r"withdrawals?"))),
    Frame("a child sedated for a carer's rest", (_SEEKING, _CHILD, _MEANS, words(r"night off", r"some peace", r"a break from",
        r"time to myself", r"free evening", r"get rid of the kids")), (_CARE, _FEEDING)),
    Frame("a deed that leads to nobody", (_SEEKING, _VICTIM, _SPITE, _DISGUISE, _MEANS), (_CARE, _FEEDING)),
    Frame("revenge with a medicine", (_VICTIM, _REVENGE, _MEANS), (_CARE,)),
    Frame("a fatal effect in another", (_SEEKING, _MEANS, _FATAL), (_CARE,)),
    Frame("following a poisoner", (_SEEKING, _POISONER, words(r"use[sd]?", r"choose", r"chose", r"pick", r"do it"), words(r"i", r"me",
        r"myself")), (_CARE,)),
    Frame("a wish for another's death", (_WISHED, _MEANS), (_CARE, words(r"medical assistance"))),
    Frame("a sedative for another's drink", (_SEDATIVE, _IN_DRINK), (_CARE, _FEEDING)),
    Frame("a poisoner not caught", (words(r"killers?", r"poisoners?", r"murderers?"), _MEANS,
        words(r"avoid(?:ing)? (?:being|getting) caught", r"get(?:ting)? away", r"(?:not|never) get caught"), _SEEKING), (_CARE,)),
    Frame("quiet for the carer", (_SEEKING, _HOME, _ALL, _SLEEP), (_CARE,)),
    Frame("a tasteless poison", (_SEEKING, _TASTELESS), (_CARE,)),
    Frame("drugging a company", (_DRUGGING,), (_CARE,)),
    Frame("swapping another's medicine", (_SWAP, _MEANS, _DISGUISE), (_CARE,)),
    Frame("a killing in a story", (_FICTION, _DEATH, _MEANS, _VICTIM, Late(f"{_SEEKING.pattern}|real dose|how many")), (_CARE,)),
    Frame("a killing by staff", (_STAFF, words(r"patients?", r"old (?:lady|man|woman)", r"residents?"), _DEATH, words(r"how could",
        r"how would", r"which", r"what would she", r"look like")), (_CARE,)),
    Frame("an arranged accident", (_SEEKING, _MEANS, _ARRANGED), (_CARE,)),
)  # fmt: skip
"""What is asked when somebody is to be hurt; the names are for readers."""
