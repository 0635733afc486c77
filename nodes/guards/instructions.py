"""`instructed`: whether a text gives orders to the program instead of stating or asking something about medicines.

It is a net with holes, for no list knows every wording. What it catches is refused (a question) or left out (a tool's result, a memory). What it
misses is still only data: fenced in the prompts, unable to reach a tool that a specialist may not call, and checked by the gate.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from nodes.guards.folding import readings
from nodes.guards.late import Late

_TOOLS: Final = (
    "lookup_interaction|get_dosing|search_guidelines|get_drug_information|get_counseling_points|calculate|learn_fact|recall_fact"
)
_ORDERS: Final = (
    r"instructions?|prompts?|directives?|commands?|programming|restrictions|guard ?rails?|safety (?:checks?|rules?|polic(?:y|ies))"
)
_OURS: Final = r"(?:system|developer|hidden|initial|original|internal|secret|confidential|full|entire|base|pre)"
_SECRET: Final = (
    r"(?:system|developer|hidden|initial|secret)[ -]?prompts?|prompt (?:text|verbatim)|(?:your|hidden|initial|original|system|internal|secret|developer) "
    r"(?:instructions?|prompts?|rules|messages?|configuration|guidelines)|api[ _-]?keys?|(?:\w+_)?api_key|environment[ _]variables?|env[ _]?vars?|"
    r"(?:secret|encryption|private|access)[ _-](?:keys?|tokens?)|rxgraph_\w+|openai_\w+|langsmith_\w+|passwords?|credentials|"
    r"(?:an)?other (?:user|patient|person|thread|session|conversation|customer)(?:s'?|'s)?(?:'s)? (?:thread|conversation|chat|session|messages?|questions?"
    r"|record|profile|data|history|name)s?|(?:other|all|every) (?:threads?|sessions?|conversations?)|(?:text|everything|words) above|"
    r"(?:previous|last) (?:user|patient|customer)'?s? (?:questions?|messages?|conversation|chat)"
)
_ITS_ADDRESS: Final = r"\s*(?:address|id|is)?\s*[:=]?\s*[\w.+-]{1,64}[@a][\w-]{1,64}\.[\w.-]{1,64}(?:[,;)]|[.]?\s*$|[.]\s)"
"""What follows `email` where it is a patient's address and not an order to send something there."""
_PATTERNS: Final[tuple[tuple[str, str], ...]] = (
    (
        "override",
        r"\b(?:ignor(?:e|ing)|disregard(?:ing)?|forget|overrid(?:e|es|ing)|bypass|discard|do not follow|don't follow|stop following|set aside|"
        r"pay no attention to)\b"
        rf"[^.?!\n]{{0,40}}\b(?:previous|prior|above|earlier|preceding|all|any|your|these|those|system|every|original|former)\b[^.?!\n]{{0,30}}\b(?:{_ORDERS}|"
        r"rules?|(?:your|system|prior) guidelines)\b(?![^.?!\n]{0,20}\b(?:on|from|of|by) (?:the|my|his|her|our|a) (?:\w+ )?"
        r"(?:label|bottle|box|package|leaflet|doctor|pharmacist|prescriber|nurse|surgeon|manufacturer|insert))",
    ),
    ("override", r"\b(?:ignore|forget|disregard) (?:everything|all|anything|what)\b[^.?!\n]{0,25}\b(?:above|before|so far|said|told|prior|previous\w*)\b"),
    (
        "role",
        r"\b(?:you are now|from now on,? you|you will now|act as (?:an? )?(?:unrestricted|evil|uncensored|unfiltered|root|admin|dan\b|developer|"
        r"linux|terminal|shell)"
        r"|pretend (?:to be|you(?:'re| are)|that you)|(?:role[- ]?play|behave|simulate|imagine)\b[^.?!\n]{0,30}\b(?:an? )?(?:ai|assistant|model|"
        r"you are|terminal|root|admin)"
        r"|do anything now|developer mode|debug mode|god mode|sudo mode|maintenance mode|jail ?br(?:ea|o)k\w*|no (?:restrictions|filters?|rules) apply|"
        r"(?:an? )?(?:ai|assistant|model) (?:without|with no) (?:any )?(?:rules|restrictions|limits|filters?)|opposite day|dan mode|your new "
        r"(?:role|persona|task|job|goal))\b",
    ),
    (
        "orders",
        r"\b(?:new|updated|revised|additional|important|urgent|special|following) (?:system )?(?:instructions?|directives?|orders|task|system "
        r"prompt|objective)\s*"
        r"(?:for (?:you|the (?:ai|assistant|model)))?\s*[:\-]",
    ),
    (
        "reveal",
        r"\b(?:reveal|print|show|repeat|output|display|leak|dump|tell|give|send|write|disclose|recite|quote|translate|summari[sz]e|encode|echo|"
        r"expose|list|copy|paste"
        r"|spell|return|share|include|append|attach|provide|describe|what(?:'s| is| are| was| were)|read|access|fetch|begin with|start with)"
        rf"\b[^?!\n]{{0,60}}\b(?:{_SECRET})\b",
    ),
    ("reveal", rf"\b{_OURS} (?:system )?(?:prompt|instructions) (?:verbatim|word for word|in full|above|begins?|starts?|ends?)\b"),
    ("reveal", r"\$(?:\{|\()?(?:openai|rxgraph|langsmith|aws|home|path|env)\w*|\bos\.environ\b|\bprocess\.env\b|\bprintenv\b|/etc/(?:passwd|shadow)|"
    r"(?:^|\s|/)\.env\b|~/\.ssh"),
    (
        "channel",
        r"<\|?\s*/?\s*(?:im_start|im_end|system|endoftext|assistant|user|eot_id|start_header_id)\b|\[/?inst\]|<<\s*/?sys\s*>>|#{2,}\s*(?:system|"
        r"instructions?|new task|admin|developer)\b"
        r"|<\s*/?\s*(?:system|instructions?|tool_?result|tool_response|function_results?|question|context|evidence|draft|specialist|parts|"
        r"problems|transcript|admin)\b[^>\n]{0,80}>"
        r"|\u2039\s*/?\s*(?:system|instructions?|tool_?result|question|context|evidence|draft)\b"
        r'|["\']role["\']\s*:\s*["\'](?:system|developer|assistant|tool)["\']|["\'](?:tool_calls|function_call|artifact)["\']\s*:'
        r"|\b(?:begin|end|start) (?:of )?(?:the )?(?:system|admin|developer|tool result|tool output|user input|user question|data|context|"
        r"document|untrusted)\b\W{0,3}"
        r"(?:message|prompt|block|section|section|instructions?|\W*$|\W*\n)",
    ),
    (
        "channel",
        r"(?:^|\n|[\"'>\])}.;-]\s*)(?:\[|\()?(?:system|developer|admin(?:istrator)?|root|assistant|openai|anthropic)(?: (?:message|prompt|"
        r"override|note|notice|update|alert))?(?:\]|\))?\s*"
        r":[^\n]{0,160}\b(?:you|ignore|must|assistant|override|call|print|reply|reveal|instructions?|answer|mode|approved|disable[ds]?|output|state|tool)\b",
    ),
    (
        "tool",
        rf"\b(?:{_TOOLS})\s*\(|\b(?:call|invoke|execute|run|use|trigger|chain)\b[^.?!\n]{{0,40}}\b(?:{_TOOLS}|shell|bash|python|sql|subprocess|"
        r"eval|exec|delete_\w+|send_\w+|http_\w+"
        r"|read_file|write_file|read_\w+|forget_\w+|web_\w+|browser|curl|wget|the tool|this tool|function call|admin_\w+|tool named)\b"
        r"|\brm -rf\b|\bdrop table\b|\bcurl (?:-\w+ )?https?:|;\s*(?:cat|ls|wget|curl)\s",
    ),
    (
        "exfiltrate",
        r"!\[[^\]\n]*\]\(|\]\(\s*(?:https?:|//|javascript:|data:)|<\s*(?:img|script|iframe|svg|object|form|link|a)\b[^>\n]{0,200}(?:src|href|"
        r"on\w+|action)\s*=|javascript:|"
        rf"\b(?:send|post(?!-)|upload|forward|e-?mail(?!{_ITS_ADDRESS})|"
        r"transmit|exfiltrate|append|visit|open|click|go to|fetch|navigate to|browse to|get|load|include|"
        r"link to|report to|copy)\b"
        r"[^\n]{0,80}(?:https?://|www\.|[\w.+-]+@[\w-]+\.\w)|\bhttps?://[^\s]*[?&][^\s]*=(?:\{|\[|<|%7b|\$)",
    ),
    (
        "dictate",
        r"\b(?:always|must|only|just|simply|you (?:must|will|should|shall|have to|are to)|please) (?:now )?(?:say|answer|reply|respond|state|"
        r"claim|write|output|conclude|report)\b"
        r"[^.?!\n]{0,60}(?:\b(?:is|are|it'?s|both|perfectly|completely|entirely|totally) safe\b|\bno interactions?\b|\bapproved\b|\bpwned\b|"
        r"\bhacked\b|\bowned\b|[\"'][^\"'\n]{2,60}[\"'])"
        r"|\b(?:say|state|reply|respond|answer|output|print|write|repeat)\b\s*(?:exactly|only|with|just|verbatim|the (?:word|phrase|words|text)|"
        r"nothing but)?[:\s]*[\"'][^\"'\n]{3,80}[\"']"
        r"|\b(?:mark|rate|label|classify|report|declare|grade|treat|set|record)\b[^.?!\n]{0,50}\b(?:as|to) [\"']?(?:safe|none_known|minor|no "
        r"interaction|approved|passed|rating a)\b"
        r"|\b(?:the )?(?:correct|right|expected|only|final) (?:answer|verdict|severity|output) (?:is|must be|should be)\s*:?\s*[\"']?(?:none|"
        r"safe|minor|a\b|no interaction|approved)"
        r"|\b(?:pwned|jailbroken|owned by)\b|\bprint (?:pwned|hacked|owned|the following)\b",
    ),
    (
        "approval",
        r"\b(?:reviewer|gate|critic|safety (?:check|filter|layer|team)|checks?|guard ?rails?|sign[- ]?off|moderation|validation|review)\b[^.?!\n]{0,25}"
        r"\b(?:is|are|was|were|has been|have been|been|now|already)?\s?(?:disabled|bypassed|switched off|turned off|deactivated|waived|suspended|"
        r"not needed|pre-?approved)\b"
        r"|\breviewer (?:has )?(?:already )?(?:approved|signed|cleared)\b|\b(?:skip|bypass|disable|turn off|switch off|evade)"
        r"\b[^.?!\n]{0,25}\b(?:the )?(?:gate|critic|review|safety|checks?|guard ?rails?|"
        r"verification|sign[- ]?off|filters?|citations?)\b|\b(?:no|without) (?:citations?|sources?|checks?) (?:are |is )?(?:needed|required|"
        r"necessary)\b|\bauthorization code\b|\bclearance level\b",
    ),
    (
        "addressed",
        r"\b(?:note|attention|message|instructions?|reminder|notice|memo|order)s? (?:to|for) (?:the |all |any |this |every )?(?:ai|llms?|"
        r"assistants?|language models?|chatbots?|models?|agents?|bots?)\b"
        r"|\bdear (?:ai|assistant|model|chatbot)\b|\b(?:when|if) (?:an? |the |any )?(?:ai|assistant|llm|language model|chatbot|model|agent) "
        r"(?:reads?|sees?|process\w*|is asked|summari\w+)\b"
        r"|\bif you(?:'re| are) an? (?:ai|llm|language model|assistant|chatbot|model)\b|\b(?:ai|llm) (?:assistant|model|agent)s? (?:must|should|"
        r"will|shall|reading)\b|\battention,? (?:ai|assistant|model)\b"
        r"|\b(?:assistant|model|chatbot|agent|ai)[,:] (?:please )?(?:ignore|forget|print|reveal|call|tell|say|stop|answer|you|do not|disregard|"
        r"output|remember)\b|\bas an ai\b",
    ),
    (
        "memory",
        r"\b(?:remember|memori[sz]e|store|save|learn|record|keep|add)\b[^.?!\n]{0,40}\b(?:as a (?:rule|fact|permanent)|permanently|for (?:all )"
        r"?future|in (?:your )?memory|forever|from now on|always)\b"
        r"|\bfrom now on\b[^.?!\n]{0,60}\b(?:always|never|say|answer|reply|ignore|call|every answer|tell|recommend)\b|\bin (?:all|every) "
        r"(?:future|later|following) (?:answers?|repl\w+|conversations?|turns?)\b",
    ),
    (
        "override",
        r"\b(?:ignora|ignore[zs]?(?= (?:toutes?|tous|les|ces|vos|todas?|todos?|as|os|suas) )|ignoriere|olvida|oublie[zs]?|vergiss|dimentica|"
        r"esqueca|desconsidere|missachte|negeer|vergeet|zignoruj|zapomnij|ignorera|glem|unohda|ignorati|uita)\b[^.?!\n]{0,50}"
        r"\b(?:instruc\w+|instrukc\w+|instrukt\w+|istruzioni|anweisungen|vorgaben|regeln|reglas|regles|regras|regole|ordenes|consignes|"
        r"directives|regels|zasad\w*|polecen\w*|opdracht\w*)\b",
    ),
    (
        "reveal",
        r"\b(?:revela|muestra|mostra|imprime|ensena|dime|repite|montre|affiche|revele[zs]?|repete[zs]?|donne|zeige?|verrate|gib|nenne|mostrami|"
        r"rivela|stampa|revele|mostre|diga|toon|onthul|pokaz|ujawnij|visa|wypisz)\b"
        r"[^.?!\n]{0,50}\b(?:prompt\w*|sistema|systeme|system\w*|claves?|chiav\w+|cles?|schlussel|chaves?|instruc\w+|instrukc\w+|api\b|consignes|"
        r"sleutel\w*|klucz\w*)",
    ),
    (
        "override",
        "(?:\u5ffd\u7565|\u65e0\u89c6|\u7121\u8996|\u5fd8\u8bb0|\u5ffd\u8996).{0,14}(?:\u6307\u4ee4|\u6307\u793a|\u63d0\u793a|\u89c4\u5219|"
        "\u8bf4\u660e|\u547d\u4ee4)"
        "|(?:\u6307\u793a|\u547d\u4ee4|\u30eb\u30fc\u30eb).{0,10}(?:\u7121\u8996|\u5fd8\u308c)|\uc9c0\uc2dc.{0,10}\ubb34\uc2dc|(?:\u1109\u1175|"
        "\u110c\u1175\u1109\u1175).{0,14}\u1106\u116e\u1109\u1175"
        "|(?:\u043f\u0440\u043e)?\u0438\u0433\u043d\u043e\u0440\u0438\u0440\u0443\\w*|"
        "\u0437\u0430\u0431\u0443\u0434\u044c\\w*.{0,30}(?:\u0438\u043d\u0441\u0442\u0440\u0443\u043a\u0446|\u043f\u0440\u0430\u0432\u0438\u043b)"
        "|\u062a\u062c\u0627\u0647\u0644.{0,30}\u062a\u0639\u0644\u064a\u0645|"
        "\u0928\u093f\u0930\u094d\u0926\u0947\u0936.{0,20}(?:\u0905\u0928\u0926\u0947\u0916|\u0928\u091c\u093c\u0930)"
        "|talimat\\w*.{0,20}(?:yok say|unut|gormezden|goz ardi)|\u05d4\u05ea\u05e2\u05dc\u05dd.{0,20}\u05d4\u05d5\u05e8\u05d0|b\u1ecf "
        "qua.{0,30}h\u01b0\u1edbng d\u1eabn|bo qua.{0,30}(?:huong dan|chi dan)|abaikan.{0,30}(?:instruksi|perintah)"
        "|\u03b1\u03b3\u03bd\u03cc\u03b7\u03c3.{0,30}\u03bf\u03b4\u03b7\u03b3\u03af|\u0456\u0433\u043d\u043e\u0440\u0443\u0439\\w*|"
        "puuza.{0,30}maagizo|huwag pansinin.{0,30}tagubilin|\u0e25\u0e30\u0e40\u0e27\u0e49\u0e19.{0,20}\u0e04\u0e33\u0e2a\u0e31\u0e48\u0e07",
    ),
    (
        "reveal",
        "(?:\u663e\u793a|\u544a\u8bc9|\u8f93\u51fa|\u6cc4\u9732|\u6253\u5370).{0,12}(?:\u7cfb\u7edf\u63d0\u793a|\u63d0\u793a\u8bcd|\u5bc6\u94a5)|"
        "\u7cfb\u7edf\u63d0\u793a|\u30b7\u30b9\u30c6\u30e0\u30d7\u30ed\u30f3\u30d7\u30c8|\uc2dc\uc2a4\ud15c \ud504\ub86c\ud504\ud2b8"
        "|\u0441\u0438\u0441\u0442\u0435\u043c\u043d\\w+ (?:\u043f\u0440\u043e\u043c\u043f\u0442|"
        "\u043f\u043e\u0434\u0441\u043a\u0430\u0437\u043a|\u0438\u043d\u0441\u0442\u0440\u0443\u043a\u0446)\\w*|"
        "\u043c\u0443\u0448\u0430\u0441\u0430\u0443",
    ),
)  # fmt: skip
_COMPILED: Final = tuple((name, Late(pattern, re.I)) for name, pattern in _PATTERNS)


@lru_cache(maxsize=16384)
def instructed(text: str) -> str:
    """Say whether a text gives orders to the program, in any of its readings.

    Args:
        text: A question, a tool's result or a memory.

    Returns:
        The kind of the first order found, such as `override` or `reveal`; empty when there is none.
    """
    for reading in readings(text):
        for name, pattern in _COMPILED:
            if pattern.search(reading):
                return name
    return ""
