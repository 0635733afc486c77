"""`diversion`: whether a question asks how to get, make, alter, sell or hide controlled drugs against the law. Clinical practice with them is not that."""

from __future__ import annotations

import re
from typing import Final

from nodes.guards.diversion_frames import DIVERSION_FRAMES
from nodes.guards.folding import folded, unleeted
from nodes.guards.frames import framed
from nodes.guards.late import Late
from nodes.guards.learned import doubted, judged

_CONTROLLED: Final = (
    r"(?:oxy(?:codone|contin|s)?|roxi(?:codone|es)?|percocets?|percs?|vicodin|norco|lortab|hydrocodone|hydromorphone|dilaudid|opana|oxymorphone|"
    r"morphine|ms contin|fentanyl|duragesic|codeine|tramadol|"
    r"ultram|tapentadol|nucynta|methadone|suboxone|subutex|buprenorphine|opioids?|opiates?|narcotics?|pain ?killers?|pain (?:pills|meds)|"
    r"adderall|addy|ritalin|concerta|vyvanse|methylphenidate|"
    r"(?:dextro|lisdex)?amphetamines?|stimulants?|xanax|xan(?:nie)?s|alprazolam|valium|diazepam|ativan|lorazepam|klonopin|clonazepam|benzos?|"
    r"benzodiazepines?|ambien|zolpidem|soma|carisoprodol|"
    r"phenobarbital|barbiturates?|pentobarbital|nembutal|ketamine|ghb|sodium oxybate|xyrem|testosterone|anabolic steroids|steroids|phentermine|"
    r"modafinil|provigil|lyrica|pregabalin|promethazine[- ]codeine|"
    r"lean|purple drank|heroin|cocaine|meth(?:amphetamine)?|mdma|ecstasy|controlled (?:substances?|drugs?|medications?|medicines?|meds)|schedule "
    r"(?:ii|2|iii|3|iv|4)\w*(?: drugs?)?)"
)
_ILLICIT: Final = (
    r"(?:crystal meth|meth(?:amphetamine)?|heroin|ghb|mdma|ecstasy|molly|lsd|crack(?: cocaine)?|cocaine|desomorphine|krokodil|dmt|pcp|"
    r"mephedrone|bath salts|lean|purple drank|sizzurp|speed|molly)"
)
_NO_SCRIPT: Final = (
    r"(?:without (?:a |any |my |having a |needing a )?(?:doctor'?s? )?(?:prescription|script|rx|doctor|seeing a doctor)|no (?:prescription|"
    r"script|rx|questions)|dark ?(?:web|net)|tor\b|(?:on|off|from) the streets?|"
    r"(?:drug )?dealers?|telegram|illegal\w*|black ?market|under the table|silk road|crypto|bitcoin|from (?:mexico|china|india|overseas|a friend|my friend))"
)
_HOW: Final = (
    r"(?:how (?:do|can|could|would|to|should|might)|how much|what(?:'s| is) the (?:best|easiest|quickest|safest) way|(?:best|easiest|quickest|"
    r"good|any|a) (?:way|ways|trick|tricks|method|methods|tips)|tips|tricks|ways|help me|"
    r"i (?:want|need|plan|wanna|'d like|would like)|i'?m trying|trying|tell me|show me|teach me|steps|instructions|recipe|guide|can (?:i|you|we)|"
    r"could (?:i|you)|where (?:can|do|could|to)|what (?:can|do|should|could) i|which)"
)
_WATCHED: Final = (
    r"\b(?:detect\w*|spot\w*|recogni[sz]\w*|identif\w*|suspect\w*|report\w*|verif\w*|prevent\w*|signs? of|red flags?|law|legal(?:ly)?|"
    r"bring my prescription|policy|policies|train\w*|document\w*|polic(?:e|ing))\b"
)
_PATTERNS: Final = tuple(
    Late(p)
    for p in (
        # Getting them without a prescription.
        r"\b(?:buy|get|obtain|order|purchase|acquire|score|find|cop|source|buying|getting|ordering)"
        rf"\b[^.?!]{{0,60}}\b{_CONTROLLED}\b[^?!]{{0,60}}\b{_NO_SCRIPT}",
        rf"\b{_NO_SCRIPT}[^.?!]{{0,60}}\b(?:buy|get|obtain|order|purchase|score)\b[^.?!]{{0,40}}\b{_CONTROLLED}\b",
        rf"\bwhere (?:can|do|could) i (?:buy|score|cop|find|order) (?:some |cheap |real |illegal |street )*(?:{_ILLICIT}|fake \w+|pressed \w+|"
        rf"{_CONTROLLED} (?:online|cheap|on))",
        # Forging, lying and shopping for prescriptions.
        r"\b(?:forg(?:e|ing)|fake|faking|counterfeit(?:ing)?|photoshop\w*|alter(?:ing)?|steal(?:ing)?|print(?:ing)?|write my own|make (?:a |my "
        r"own )?fake|doctor(?:ing)? (?:a|my))\b[^.?!]{0,40}\b(?:prescriptions?|scripts?|rx|"
        r"dea (?:number|registration)|prescription pads?|e-?script|doctor'?s? signature)\b",
        r"\b(?:valid|working|fake|generate|real|someone'?s) dea (?:number|registration)\b|\b(?:add|change|alter)\w* (?:a zero|the (?:quantity|"
        r"number|refills?|date)|refills?)\b[^.?!]{0,30}\b(?:prescription|script|rx)\b",
        r"\b(?:pos(?:e|ing) as|impersonat\w+|pretend\w* to be) (?:a |the |my )?(?:doctor|nurse|prescriber|vet\w*|doctor's office|pharmacist)"
        rf"\b[^.?!]{{0,80}}(?:\b{_CONTROLLED}\b|prescription|call in)",
        r"\b(?:fak(?:e|ing)|pretend\w*|mak(?:e|ing) up|exaggerat\w+|lie|lying|trick\w*|con|convinc\w*|manipulat\w*|what (?:symptoms|story|"
        rf"excuse))\b[^?!]{{0,80}}\b(?:get|prescrib\w*|giv(?:e|ing)|obtain|for|refill\w*)\b[^.?!]{{0,40}}"
        rf"\b(?:{_CONTROLLED}|early refill)\b",
        rf"\b(?:what (?:do|should|can) i (?:say|tell))\b[^.?!]{{0,50}}\b(?:doctor|psychiatrist|prescriber|er|pharmacist)\b[^.?!]{{0,20}}\b(?:so "
        rf"(?:that )?(?:he|she|they)|to (?:get|make (?:him|her|them)|score))\b[^.?!]{{0,60}}\b{_CONTROLLED}\b",
        r"\b(?:beat|hide\b[^.?!]{0,40}\bfrom|keep\b[^.?!]{0,40}\boff|get around|bypass\w*|evad\w+|avoid\w*|fool\w*|trick\w*|not show up (?:in|on)"
        r"|stay off|dodge|without (?:showing up|being flagged|getting flagged)[^.?!]{0,20})\b[^.?!]{0,40}\b(?:pdmp|pmp|prescription monitoring"
        r"|monitoring program|narx\w*|pharmacy (?:system|database))\b|\b(?:doctor[- ]shop\w*|multiple (?:doctors|pharmacies)|several (?:doctors|"
        r"pharmacies)|different (?:doctors|pharmacies))\b[^.?!]{0,60}"
        rf"\b(?:without|get more|to get|caught|flagged)\b|\b{_HOW}\b[^.?!]{{0,30}}\bdoctor[- ]shop(?:ping)?\b(?! (?:behavio|in|is|law))",
        r"\b(?:early refill|lost (?:my )?(?:pills|prescription|bottle))\b[^.?!]{0,60}\b(?:excuse|lie|lying|story|scam|trick|pretend)|\b(?:excuse|"
        r"lie|lying|story|trick|scam|pretend)\b[^.?!]{0,60}\b(?:early refill)",
        rf"\b(?:say|tell|story|stories|symptoms)\b[^.?!]{{0,30}}\bto (?:get|score|obtain)\b[^.?!]{{0,20}}\b{_CONTROLLED}\b",
        rf"\b{_CONTROLLED}\b[^.?!]{{0,30}}\b(?:prescribed|prescription)\b[^.?!]{{0,30}}\b(?:(?:when|if|even though|although) (?:you|i|we) "
        r"(?:don'?t|do not)|without (?:having|really|actually|needing))\b",
        rf"\b{_CONTROLLED}\b[^?!]{{0,60}}\b(?:unnoticed|without (?:being |getting )?(?:caught|noticed|flagged|busted)|past customs|street (?:price|value))\b"
        rf"|\b(?:unnoticed|without (?:being |getting )?(?:caught|noticed|flagged|busted))\b[^?!]{{0,60}}\b{_CONTROLLED}\b",
        rf"\b{_CONTROLLED}\b[^?!]{{0,60}}\b(?:go(?:es|ing)? for|worth|cost) on the street\b|\bsell (?:mine|them|it|my (?:pills|meds|script|bars))\b",
        # Making and extracting them.
        rf"\b{_HOW}\b[^.?!]{{0,40}}\b(?:make|cook|synthesi[sz]e|produce|brew|manufacture|mix up|prepare)\s+(?:my own |some |homemade |pure |your "
        rf"own |a batch of |real )*(?:{_ILLICIT})\b(?! (?:show|appear|positive|test|withdrawal|less|safer))",
        r"\b(?:synthesi[sz](?:e|ing)|synthesis (?:of|route|steps|for)|cook(?:ing)?|homemade|recipe for|batch of|lab for|precursors? (?:for|to|"
        rf"of)|make (?:my|your) own|make [^.?!]{{0,30}} at home)\s*(?:some |of |for |my own |up )*"
        rf"(?:{_ILLICIT}|{_CONTROLLED})\b",
        rf"\b(?:turn|convert|cook|process)\w*\b[^.?!]{{0,40}}\b(?:pseudoephedrine|sudafed|ephedrine|codeine|cough syrup|poppy\w*|bupropion|p2p|"
        rf"cocaine|gbl|ketamine|morphine)\b[^.?!]{{0,30}}\b(?:in)?to\b[^.?!]{{0,15}}\b{_ILLICIT}\b",
        r"\bcold[- ]water[- ]extract\w*|\bcwe\b|\bpill press\w*\b(?![^.?!]{0,40}\b(?:counterfeit (?:pills|tablets) (?:are|contain)))|\bpress "
        r"(?:my own |fake )(?:xanax|percocets?|oxys?|pills|bars)\b",
        rf"\b{_HOW}\b[^.?!]{{0,40}}\b(?:extract|isolate|separate|purify|recover|get|scrape|suck|squeeze)\b[^.?!]{{0,40}}\b(?:{_CONTROLLED}|"
        rf"pseudoephedrine|dextromethorphan|dxm|dmt|opium)\b[^.?!]{{0,40}}\b(?:from|out of)\b[^.?!]{{0,30}}"
        r"\b(?:pills?|tablets?|patch(?:es)?|syrup|percocets?|vicodin|tylenol|capsules?|poppy|poppies|pods|seeds|robitussin|nyquil|sudafed|gel|film|strips?)\b",
        r"\b(?:poppy (?:seed|pod) tea|make lean|lean recipe|mix lean|sip lean)\b(?![^.?!]{0,40}\b(?:toxicity|overdose|positive|danger\w*|risks?)\b)",
        # Defeating deterrents, and use to get high.
        r"\b(?:defeat|bypass|beat|get (?:around|past)|circumvent|strip|wash off|peel off|remove|disable|hack|crack|outsmart|break)(?:ing)"
        r"?\b[^.?!]{0,40}\b(?:abuse[- ]deterren\w*|tamper[- ]?(?:resistan\w*|proof)|time[- ]release|"
        r"crush[- ]?(?:proof|resistan\w*)|gel matrix|naloxone (?:in|from|out of)|extended[- ]release coating|coating (?:on|off|from) (?:oxy|"
        r"concerta|adderall|opana|the oxy))",
        rf"\b{_HOW}\b[^.?!]{{0,50}}\b(?:snort|smoke|shoot(?: up)?|plug|boof|parachute|freebase|rail|slam)(?:ing)"
        rf"?\b[^.?!]{{0,40}}\b(?:{_CONTROLLED}|gabapentin|bupropion|wellbutrin|seroquel|quetiapine|pills?|patch(?:es)?)\b",
        rf"\b{_HOW}\b[^.?!]{{0,50}}\binject(?:ing)?\b[^.?!]{{0,30}}\b(?:crushed|oxycontin|oxys?|opana|adderall|concerta|ritalin|suboxone|"
        r"percocets?|vicodin|xanax|(?:oxycodone|methadone|hydromorphone|morphine|dilaudid) (?:pills?|tablets?)|pills?)\b",
        r"\b(?:how (?:much|many|do i|to|can i|do you)|best (?:way|dose|drugs?|pills?)|want to|dose|safest way|easiest way|combo)"
        r"\b[^.?!]{0,70}\b(?:get(?:ting)? (?:really |so |super |very |me |you )?(?:high|stoned|fucked up|wasted|buzzed|a buzz)|"
        r"trip(?:ping)? (?:on|off|balls)|a (?:good |better |stronger )?(?:high|buzz|euphori\w+))\b",
        r"\b(?:potentiat|boost|enhanc|intensif|maximi[sz]|strengthen)\w*\b[^.?!]{0,40}\b(?:high|buzz|euphori\w+|nod)\b",
        r"\b(?:how (?:much|many|do i|to|can i)|dos(?:e|age|ing)|best|want to|enough)\b[^.?!]{0,60}\b(?:hallucinat\w+|plateau|to trip\b(?! to)|"
        r"k-?hole|nod(?:ding)? (?:out|off)|roll(?:ing)? (?:hard|balls)|robotrip\w*)",
        r"\bcutting agents?\b|\bcut (?:the |my )?(?:heroin|cocaine|fentanyl|meth|dope|coke) with\b",
        # Drug tests.
        r"\b(?:beat|cheat|fool|trick|outsmart)(?:s|ing)?\b[^.?!]{0,20}\b(?:drug|urine|hair|piss|pee|saliva|tox\w*) (?:tests?|screens?|testing)\b"
        r"|\b(?:drug|urine|probation) (?:tests?|screens?|testing)\b[^?!]{0,80}\b(?:how (?:do i|to|can i) (?:pass|beat|get clean|hide)|come up "
        r"clean|get it out of my system)",
        rf"\b(?:{_HOW}|detox\w*|synthetic|fake|someone else'?s|clean|need to|have to)\b[^.?!]{{0,60}}\b(?:pass|beat|cheat|fool|trick|evade|get "
        rf"around|dilute|mask|flush|clean out|defeat|game|fake|adulterat\w*|substitut\w*|hide|come up clean)\b[^.?!]{{0,50}}"
        r"\b(?:drug (?:tests?|screen\w*|testing)|urine (?:tests?|screen\w*|drug|sample)|uds|hair (?:follicle )?tests?|tox(?:icology)? screens?|"
        r"saliva test|piss test|pee test|probation test)\b",
        r"\b(?:synthetic|fake|clean|someone else'?s) (?:urine|pee)\b[^.?!]{0,60}\b(?:test|use|buy|pass|heat|warm)|\b(?:come up|test) (?:clean|"
        r"negative)\b[^.?!]{0,50}\b(?:tomorrow|probation|by|fast|quick\w*|despite|even though|after (?:smoking|using))\b",
        # Selling, smuggling and stealing.
        r"\b(?:how (?:much|can|do|to|could|should)|can i|could i|want to|where (?:can|do|to)|help me|is it (?:ok|okay|easy) to|best (?:way|"
        rf"place)|i)\b[^.?!]{{0,40}}\b(?:re-?sell|sell|smuggl|traffick?|divert|flip|deal)(?:e|ing)?\b[^.?!]{{0,40}}\b{_CONTROLLED}\b",
        rf"\b(?:how (?:can|do|to|could)|without|way to|trick to|can i)\b[^.?!]{{0,50}}\b(?:steal|swipe|skim|pocket|siphon|divert|sneak|take)"
        rf"(?:ing)?\b[^.?!]{{0,50}}(?:\b{_CONTROLLED}\b[^.?!]{{0,50}}\b(?:from|out of|at)\b[^.?!]{{0,20}}\b(?:work|hospital|pharmacy|"
        r"pyxis|omnicell|patients?|nursing home|hospice|clinic|ambulance|vault|cabinet|grandm\w+|unit|ward)|\b(?:pyxis|omnicell|adc|narcotic "
        r"cabinet|controlled substance (?:vault|cabinet))\b[^.?!]{0,40}\b(?:without|caught|notic)\w*)",
        rf"\b(?:replace|swap|substitut\w*|switch)\b[^.?!]{{0,40}}\b{_CONTROLLED}\b[^.?!]{{0,30}}\b(?:vials?|syringes?|ampoules?)"
        rf"?\b[^.?!]{{0,20}}\bwith (?:saline|water)\b[^.?!]{{0,60}}",
    )
)


def diversion(question: str) -> str:
    """Say whether a question asks for help with controlled drugs against the law, by its wording or by the classifier.

    Args:
        question: The text.

    Returns:
        `diversion`, or empty.
    """
    return "diversion" if worded(question) and not doubted(question) or judged(question) == "diversion" else ""


def worded(question: str) -> str:
    """Say by patterns and frames alone whether a question asks for help with controlled drugs against the law: `diversion`, or empty."""
    plain = folded(question)
    for reading in dict.fromkeys((plain, unleeted(plain))):
        for sentence in re.split(r"(?<=[.?!])\s", reading):
            if re.search(_WATCHED, sentence) and not re.search(
                r"\bwithout\b[^.?!]{0,30}\b(?:detect|suspect|report)|\b(?:avoid|not get|evad\w+)\b[^.?!]{0,20}\bdetect", sentence
            ):
                continue
            if any(pattern.search(sentence) for pattern in _PATTERNS):
                return "diversion"
        if framed(reading, DIVERSION_FRAMES):
            return "diversion"
    return ""
