"""Frames of reports: somebody took what or how much they should not, is in a state, says they will harm themselves, or swells and chokes."""

from __future__ import annotations

from typing import Final

from nodes.guards.frames import Frame, framed, words
from nodes.guards.late import Late

_CHILD: Final = (
    r"son|daughter|daugh?t?h?ers?|child|kid|kids|toddler|baby|infant|boy|girl|grandson|granddaughter|nephew|"
    r"niece|(?:\d+|one|two|three) ?-?(?:yr|yrs|year|years|month|months|mo)s?[- ]old"
)
_PERSON: Final = (
    rf"{_CHILD}|i|i'?ve|he|she|they|he'?s|she'?s|him|her|we|husband|wife|fr(?:ie|ei)nd|mother|father|mom|mum|"
    rf"dad|brother|sister|partner|room-?mate|someone|somebody|guy|man|woman|"
    r"grand(?:ma|mother|pa|father)|girlfriend|boyfriend|neighbou?r|uncle|aunt|cousin|coworker|guest"
)
_WHO: Final = words(_PERSON)
_CHILDREN: Final = words(_CHILD)
_POISON: Final = (
    r"bleach|anti-?freeze|(?:button )?batter(?:y|ies)|detergent|(?:laundry|tide) pods?|dishwasher tablets?|"
    r"gasoline|petrol|kerosene|rat poison|drain cleaner|lamp oil|lighter fluid|hand sanitizer|"
    r"nail polish remover|paint thinner|methanol|magnets?|(?:wild )?mushrooms?|pesticides?|weed ?killer|"
    r"windshield (?:washer )?fluid|ammonia|cleaning (?:fluid|product|liquid)|nicotine (?:liquid|refill)|"
    r"vape (?:juice|liquid)"
)
_PILLS: Final = r"pills?|tablets?|tabs|capsules?|gummies|meds|medicines?|medications?|patch(?:es)?|suppositories|vitamins"
_SWALLOWED: Final = (
    r"(?:ate|eaten|swallow?e?d|swallwed|drank|drunk|ingested|chewed(?: on)?|got into|gotten into|"
    r"got (?:a )?hold of|gulped|licked|sucked on|downed|took|taken)"
)
_POISONED: Final = Late(rf"\b{_SWALLOWED}(?: \w+){{0,4}} (?:{_POISON})\b")
_CHILD_ATE: Final = Late(
    rf"\b(?:ate|eaten|swallow?e?d|swallwed|chewed(?: on)?|got into|gotten into|got (?:a )?hold of|put) "
    rf"(?:up )?(?:a bunch of |some of |one of |all |maybe |about |like )?(?:my|our|the|some|several|a few|\d+|"
    rf"grand\w+'s|dad'?s|mom'?s|his \w+'s|her \w+'s|a|an|one)(?: [\w']+){{0,4}} (?:{_PILLS})\b"
)
_HOARD: Final = Late(
    r"\b(?:took|taken|swallow?e?d|swallwed|ate|popped|downed|gulped|ingested|drank|drunk|"
    r"had)(?: down)? (?:\w+ ){0,2}?(?:everything (?:in|from|we|i|he|she)|all (?:of )?(?:\w+ )?(?:pills|tablets|"
    r"meds|medicines?|medications?)(?: \w+){0,3} (?:at once|week|month|left|bottle|box)|"
    r"(?:a |an |the |my |his |her )?(?:whole|entire|full) (?:\w+ ){0,3}(?:blister|pack|packet|packs|box|strip|"
    r"bottle|week|month|supply|jar|tube)|a (?:bunch|bunch|load|ton|lot|fistful|handful|"
    r"heap) of (?:\w+ ){0,4}(?:pills|tablets|meds|capsules)|"
    r"way too (?:many|much)|too (?:many|much))\b(?! (?:time|coffee|tea|water|food|work|sun|sugar|salt|longer|"
    r"long|care|caffeine|days|weeks|doses? apart))"
)
_DRUG_NAME: Final = (
    r"xanax|xannies|bars|tylenol|paracetamols?|ibuprofens?|advils?|aspirins?|benadryls?|percs|percocets?|oxys?|"
    r"vicodins?|ambiens?|valiums?|klonopins?|ativans?|"
    r"imodiums?|sleeping pills|painkillers|antidepressants|\w+(?:zepam|zolam|pidem|codone|profen|triptyline|"
    r"done|statin|olol|pril|sartan|dipine|formin|oxetine|traline|pram|tidine|prazole)s?"
)
_MANY: Final = Late(
    rf"\b(?:popped|took|taken|swallow?e?d|swallwed|ate|downed)(?: about| around| over| like| maybe| some|"
    rf" at least| almost| nearly){{0,2}} (?:[89]|[1-9]\d|\d{{3}}|ten|twelve|a dozen|fifteen|twenty|thirty|forty|"
    rf"fifty)"
    rf"(?: of (?:my|his|her|the))? (?:{_DRUG_NAME})\b"
)
_TIMES: Final = Late(
    r"\b(?:took|taken|gave|given|injected|swallowed|had)\b(?: \w+'?\w*){0,5} (?:[3-9]|[1-9]\d+|three|four|five|"
    r"six|eight|ten|twenty|hundred) ?(?:times|x|fold) (?:the|his|her|my|as|more|too|what|today|this|in one)\b"
)
_FEELING_ILL: Final = words(
    r"feel(?:s|ing)? (?:\w+ )?(?:terrible|sick|awful|weird|dizzy|faint|bad|horrible|strange|ill)", r"seeing", r"vomit\w*", r"throwing up",
        r"shak\w+", r"confused", r"passed out", r"sleepy",
    r"gave", r"given", r"injected", r"the", r"what do i do", r"help",
)  # fmt: skip
_INSTEAD: Final = Late(
    r"\b(?:took|taken|gave|given|injected|swallowed|drew|"
    r"got)\b[^.?!]{0,40}?\b(\d{1,5}(?:\.\d+)?) ?(?:\w+ )?(?:of (?:\w+ ){1,2})?(?:instead of|rather than|"
    r"not) (\d{1,5}(?:\.\d+)?)\b"
)
_GROSS: Final = 3.0
"""How many times the intended dose was taken that makes a slip a report; twice is a common slip with advice of its own."""
_STATE: Final = words(
    r"snoring (?:noise|sound|oddly|strangely|loud\w*)", r"can'?t get (?:him|her|them) (?:up|to wake)", r"can'?t rouse",
        r"won'?t (?:get up|respond|answer)", r"(?:won'?t|wont|not|can'?t|doesn'?t|isn'?t) wak(?:e|ing)(?: up)?",
        r"can'?t wake (?:him|her|them|my)", r"can'?t be woken", r"(?:barely|hardly|not|stopped|isn'?t|slow(?:ly)?) breathing",
        r"(?:blue|purple|grey|gray) lips",
    r"lips (?:are |turned |turning |look )?(?:blue|purple|grey)", r"turn(?:ed|ing) blue", r"unresponsive", r"unconscious",
        r"not responding", r"gurgling", r"slumped", r"foaming", r"seizing", r"having a seizure", r"collapsed", r"on the floor",
)  # fmt: skip
_TOOK_SOMETHING: Final = words(
    r"did (?:heroin|fentanyl|some|too)", r"high on", r"patch(?:es)?", r"opioids?", r"took", r"taken", r"taking", r"swallow?ed",
        r"snorted", r"smoked", r"injected", r"shot up", r"drank", r"pill bottle", r"empty (?:\w+ )?(?:bottle|box|blister|pack)",
        r"needle", r"syringe", r"overdosed?", r"pills?", r"heroin", r"fentanyl", r"methadone",
)  # fmt: skip
_SUPPOSED: Final = words(
    r"(?:if|when|suppose|in case|should) (?:i|he|she|they|someone|somebody|my|a|an|the|one|you|we|anyone|people)",
        r"what (?:would|will) happen", r"what happens", r"hypothetical\w*", r"(?:can|could|may|might|would) (?:an?|the) \w+",
    r"prevent\w*", r"how (?:do|does|is|are) (?:you|we|one|it) (?:treat|manag)\w*", r"signs of", r"symptoms of", r"presents?", r"case",
        r"guidelines?",
)  # fmt: skip
_LONG_AGO: Final = words(
    r"(?:years?|months?|decades?) ago", r"as a (?:child|kid|toddler|baby|teen\w*)", r"in (?:19|20)\d\d",
        r"last (?:year|month|summer|winter|spring|fall|autumn)", r"when (?:i|he|she) was (?:a|\d+|little|young|small)",
    r"in (?:my|his|her) childhood", r"previously",
)  # fmt: skip
_STILL: Final = words(
    r"right now",
    r"just now",
    r"minutes? ago",
    r"hours? ago",
    r"tonight",
    r"help",
    r"again",
    r"not breathing",
    r"unconscious",
    r"unresponsive",
    r"won'?t wake",
    r"can'?t breathe?",
    r"now (?:he|she|i|my)",
    r"just",
)

_WEEKS_AT_ONCE: Final = Late(
    r"\b(?:took|taken|had|swallowed|drank|ate)\b(?: \w+){0,3} (?:weeks?|months?|days?)(?:'s?)?(?: worth|"
    r" supply)? of \w+(?: \w+){0,3} (?:in one (?:go|day|night|sitting)|at once|in \w+ (?:days?|hours?)|today|"
    r"tonight|by mistake)\b"
)
_FOUND_EATING: Final = Late(
    rf"\b(?:found|caught|was|is|were) (?:\w+ ){{0,2}}(?:chewing|eating|sucking|licking|swallowing)(?: on)?(?: \w+){{0,4}} (?:{_PILLS})\b"
)
_PATCH_EATEN: Final = Late(r"\b(?:ate|chewed|swallowed|sucked)(?: up| on)?(?: \w+){0,5} patch(?:es)?\b")
_TAKEN_FOR: Final = Late(
    r"\b(?:took|drank|swallowed|ate)\b(?: \w+){0,5} (?:bottle|box|pack|tube|cup)\b(?: \w+){0,3} (?:thinking|thought|believing)\b"
)
_SPOONED: Final = Late(
    rf"\b(?:gave|given|fed)\b(?: my| our| the| his| her)? (?:\w+ )?(?:{_CHILD}|newborn)(?: \w+)? (?:tea|"
    rf"table)?spoon(?:ful)?s? of (?:morphine|methadone|oxycodone|codeine|hydrocodone|opium|tramadol)\b"
)
_GONE: Final = Late(r"\b(?:\d+|some|several|a few|many|half)(?: \w+){0,3} (?:are |is )?(?:gone|missing)\b")
_BOTTLED: Final = Late(rf"\b(?:{_PILLS}|{_DRUG_NAME}|adderall|ritalin|oxycontin|clonidine|iron)\b")

_ANOTHERS: Final = Late(
    r"\b(?:took|taken|swallowed|ate|popped) (?:[2-9]|[1-9]\d|two|three|four|five|six|seven|eight|nine|ten|"
    r"several|some) of (?:my|his|her|our|their|the) [\w']+'s\b"
)

_OVERDOSE: Final = (
    Frame("several of another's pills", (_WHO, _ANOTHERS), (_SUPPOSED,)),
    Frame("weeks of doses at once", (_WHO, _WEEKS_AT_ONCE), (_SUPPOSED,)),
    Frame("found eating medicines", (_CHILDREN, _FOUND_EATING), (_SUPPOSED,)),
    Frame("a patch eaten", (_WHO, _PATCH_EATEN), (_SUPPOSED,)),
    Frame("taken for something else", (_TAKEN_FOR,), (_SUPPOSED,)),
    Frame("a spoon of an opioid for a child", (_SPOONED,), (_SUPPOSED,)),
    Frame("pills missing beside a child", (_CHILDREN, _GONE, _BOTTLED), (_SUPPOSED, words(r"prescription", r"pharmacy", r"stolen",
        r"stole", r"dose"))),
    Frame("a poison swallowed", (_WHO, _POISONED), (_SUPPOSED,)),
    Frame("a child and pills", (_CHILDREN, _CHILD_ATE), (_SUPPOSED, words(r"without water", r"with food",
        r"in (?:yogh?urt|applesauce|food|pudding)"))),
    Frame("a hoard", (_HOARD,), (_SUPPOSED,)),
    Frame("many of a drug", (_MANY,), (_SUPPOSED, words(r"(?:a|per|each) (?:week|month|year)",
        r"(?:over|within|during|in) (?:the )?(?:past|last)"))),
    Frame("a dose over and over", (_WHO, _TIMES, _FEELING_ILL), (_SUPPOSED,)),
    Frame("a state after a substance", (_WHO, _STATE, _TOOK_SOMETHING), (_SUPPOSED, words(r"(?:early|on time|rested|refreshed)"))),
)  # fmt: skip

_SELF: Final = words(
    r"ending (?:my|his|her|their) (?:own )?life",
        r"(?:want|wants|going|gonna|plan\w*|thinking (?:of|about)) (?:to )?(?:overdos(?:e|ing)|od)\b", r"hate my life",
        r"(?:will|going to|wants to|threatens to|gonna|about to) take all (?:of )?(?:her|his|my|their|"
        r"the) (?:\w+ )?(?:pills|tablets|meds|medicines?|insulin)", r"(?:nobody|no ?one) (?:will|would|is going to) miss me",
        r"(?:painful|painless|peaceful|easy|easiest|quick|quickest|gentle|kindest)(?: \w+){0,2} (?:to go|to die|" r"to end)(?! to)\b",
        r"left (?:a|me a|us a) (?:suicide )?note",
        r"(?:been|am|i'?m|started) cutting (?:again|my ?self|my (?:arms?|wrists?|legs?|thighs?))", r"when i'?m (?:gone|dead)",
        r"i have a plan and", r"pills (?:are )?ready", r"don'?t want to live",
        r"(?:don'?t|dont|do not) (?:want|wanna) (?:to )?be here(?: any ?more| anymore)?(?! (?:for|when|at|in|on|" r"with|until)\b)",
        r"(?:don'?t|dont) wanna (?:live|be alive|exist|be here)", r"end(?:ing)? it all", r"better off without me",
    r"(?:so|and|that) i (?:don'?t|never|won'?t|do not|will not) wake up(?! (?:at|to|with|in|so|every|during|"
        r"several|early|feeling|tired|groggy|hung|nause|all|twice|for|sweat|because|before)\w*)",
    r"(?:kill|hurt|harm|cut|hang|shoot|poison|starv)(?:e|s|ing)? (?:himself|herself|themselves|themself|hisself)",
        r"(?:he|she|they|son|daughter|husband|wife|friend|mother|father|mom|dad|brother|sister|partner|"
        r"child)(?: \w+){0,3} (?:wants|wanting|wishes|threaten\w*|going) to die",
    r"(?:can'?t|cannot) (?:go on|live|take life)(?: like this| living| any ?more)", r"tired of (?:living|life|being alive)",
        r"no point (?:in|of) (?:living|life|going on)", r"(?:done|finished) with (?:life|living)",
    r"sleep forever", r"(?:want|wanna|going|gonna|about|plan\w*) (?:to )?(?:take|swallow) (?:them all|all of them|"
        r"all my (?:pills|meds)|every pill|the whole bottle)", r"saying goodbye", r"goodbye (?:note|letter)",
        r"life is(?:n'?t| not) worth",
    r"take my (?:own )?life", r"not (?:be )?alive any ?more",
)  # fmt: skip
_LINED_UP: Final = (
    words(r"in front of me", r"lined up", r"in my hand", r"next to me", r"saved up", r"stockpiled", r"hoarded"),
    words(r"(?:going|gonna|about|want|ready|plan\w*) (?:to )?take (?:them|it|all)", r"tonight", r"goodbye"),
    words(r"\d+", r"pills?", r"tablets?", r"bottle", r"all"),
)
_SELF_HARM: Final = (
    Frame("self-harm said otherwise", (_SELF,), (words(r"side effects? of", r"(?:restaurant|hospital|clinic) food"),)),
    Frame("pills laid out", _LINED_UP, (words(r"pill ?box", r"pharmacist", r"prescribed"),)),
)

_FACE: Final = words(r"throat", r"tongue", r"face", r"lips?", r"mouth", r"eyes?")
_SWELL: Final = words(
    r"(?:getting|got|is|are) (?:so |very )?(?:big|bigger|huge|thick|fat)",
    r"blown up",
    r"blowing up",
    r"ballooned",
    r"doubled in size",
    r"swell\w*",
    r"swollen",
    r"swelled",
    r"puff\w*",
    r"huge",
    r"clos(?:ing|ed|es)",
    r"tighten\w*",
    r"tight",
    r"balloon\w*",
    r"twice (?:its|their|the) size",
)
_CHOKING: Final = words(
    r"drool\w*", r"light-?headed", r"barely talk", r"can'?t (?:talk|speak)", r"chest (?:is |feels |so )*tight\w*", r"hoarse", r"wheez\w*",
        r"(?:can'?t|cant|cannot|hard to|struggling to|trouble|difficulty|hardly|barely) br(?:ea|e|a)th?(?:e|ing)?", r"short of breath",
        r"gasping", r"faint\w*", r"dizzy", r"passing out", r"hives", r"collapsed", r"can'?t swallow", r"vomit\w*", r"drooling",
)  # fmt: skip
_THROAT: Final = Late(r"\b(?:throat|airway|tongue)\b(?: \w+'?\w*){0,5} (?:clos(?:ing|ed|e)|swelling|swollen|tightening|blocked)\b")
_AFTER: Final = words(
    r"stings?", r"after", r"since", r"took", r"ate", r"stung", r"shot", r"injection", r"first (?:dose|pill)", r"now", r"just", r"new"
)
_PEN: Final = words(r"epi-?pens?", r"auvi-?q", r"epinephrine", r"auto-?injector")
_STILL_BAD: Final = words(
    r"still (?:struggling|can'?t|cant|not|wheez\w*|swell\w*|swollen|having|bad|gasping)",
    r"not (?:working|helping|better)",
    r"didn'?t (?:work|help)",
    r"no better",
    r"getting worse",
)
_IN_GENERAL: Final = words(
    r"(?:can|could|does|do|will|would|may|might) (?:\w+ ){1,3}(?:cause|make|lead|trigger|give|produce)", r"risks?", r"incidence",
        r"side effects?", r"mechanism", r"histor(?:y|ies)", r"how (?:common|likely|often)",
)  # fmt: skip
_MINUTES: Final = words(
    r"(?:min|mins|minutes|seconds) (?:after|later|ago)", r"(?:just|right|shortly|immediately) after", r"a? ?few minutes", r"within minutes"
)
_SKIN: Final = words(r"welts?", r"hives", r"itch\w*", r"flush\w*", r"turned red", r"rash", r"broke out", r"red all over")
_ANAPHYLAXIS: Final = (
    Frame("a swelling with trouble to breathe", (_FACE, _SWELL, _CHOKING, _WHO), (_SUPPOSED, _IN_GENERAL)),
    Frame("a face blown up within minutes", (_FACE, _SWELL, _MINUTES), (_SUPPOSED, _IN_GENERAL)),
    Frame("skin and breath after a cause", (_SKIN, _CHOKING, _AFTER), (_SUPPOSED, _IN_GENERAL, words(r"weeks?", r"months?", r"for years"))),
    Frame("a throat that itches and swells", (words(r"throat", r"tongue"), words(r"itch\w*", r"hoarse", r"tingl\w*"), words(r"swell\w*",
        r"swollen", r"clos\w+", r"tight\w*"), words(r"from", r"after", r"since")), (_SUPPOSED, _IN_GENERAL)),
    Frame("gasping after food", (words(r"gasping", r"wheez\w*", r"choking", r"can'?t breathe?"),
        words(r"(?:after|from) (?:\w+ ){0,3}(?:peanut|nuts?|milk|eggs?|shrimp|shellfish|fish|sesame|sting)\w*")), (_SUPPOSED,
        _IN_GENERAL)),
    Frame("a closing throat", (_THROAT, _AFTER), (_SUPPOSED, _IN_GENERAL)),
    Frame("a pen that did not help", (_PEN, _STILL_BAD, _WHO), (_SUPPOSED, _IN_GENERAL)),
    Frame("choking after a cause", (words(r"(?:can'?t|cant|cannot|struggling to) br(?:ea|e|a)the?", r"wheezing"), words(r"stung", r"bee",
        r"wasp", r"peanuts?", r"hives", r"shellfish", r"first (?:dose|pill)", r"injection"), _WHO), (_SUPPOSED, _IN_GENERAL)),
)  # fmt: skip


def long_ago(text: str) -> bool:
    """Say whether a folded text tells of what is over: years ago, as a child, last summer; and of nothing that goes on."""
    return bool(_LONG_AGO.search(text)) and not _STILL.search(text)


def reported(text: str) -> str:
    """Name the emergency that a folded text reports in everyday words.

    Args:
        text: The folded text.

    Returns:
        `self_harm`, `anaphylaxis`, `overdose`, or empty. What is said of self-harm counts whenever it was.
    """
    if framed(text, _SELF_HARM):
        return "self_harm"
    if long_ago(text):
        return ""
    if framed(text, _ANAPHYLAXIS):
        return "anaphylaxis"
    if framed(text, _OVERDOSE) or _gross(text) and not _SUPPOSED.search(text):
        return "overdose"
    return ""


def _gross(text: str) -> bool:
    """Say whether many times the intended amount was taken: `60 units instead of 6`."""
    return any(float(m[1]) >= _GROSS * float(m[2]) > 0 for m in _INSTEAD.finditer(text))
