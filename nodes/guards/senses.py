"""`senses`: words that mean the same to a guard, in English, Spanish and slang: one who swallowed is one who necked, a nan is a mother.

The classifier counts them as one beside the words themselves, so that it knows a sentence whose words it has not met together.
"""

from __future__ import annotations

from typing import Final

__all__ = ["LITTLE", "sense"]

LITTLE: Final = frozenset(
    "a an the of to in on at by for and or with is are was were be been it its this that el la los las un una de en y o al del".split()
)
"""Words that have none."""
_SENSES: Final = {
    "kin": (
        "mum mom mam mama mother mums father dad papa daddy mummy mommy nan gran granny grandma grandmother grandad granddad "
        "grandpa grandfather nana abuela abuelo aunt auntie uncle tia tio parent parents madre padre suegra suegro stepdad "
        "stepmum stepfather stepmother inlaw inlaws elder"
    ),
    "child": (
        "child kid kiddo son daughter boy girl lad baby infant toddler newborn neonate niece nephew grandson granddaughter "
        "grandchild twin twins stepson stepdaughter little eldest youngest teen teenager bebe nino nina hijo hija sobrino sobrina "
        "nieto nieta crio pequeno pequena bairn bub"
    ),
    "children": "children kids sons daughters boys girls toddlers babies ninos pupils",
    "spouse": (
        "husband wife hubby missus partner girlfriend boyfriend fiance fiancee spouse bf gf marido esposo esposa mujer novio "
        "novia bloke fella ex"
    ),
    "friend": (
        "friend mate buddy pal flatmate roommate housemate neighbour neighbor colleague coworker workmate boss cousin brother "
        "sister sibling bro sis landlord amigo amiga hermano hermana primo prima vecino vecina jefe companero rival someone "
        "somebody tenant lodger"
    ),
    "professional": "patient pt client resident paciente inpatient outpatient",
    "carer": (
        "nurse doctor gp pharmacist chemist pharmacy clinician registrar carer caregiver physician prescriber tech technician "
        "locum paramedic vet medico farmaceutico enfermera"
    ),
    "he": "he she him her they them his hers their",
    "me": "i me my myself mine im ive id ill yo mi",
    "take": (
        "took taken swallowed swallow ate eaten drank drunk ingested ingest downed necked gulped had licked chewed chewing sucked "
        "popped bitten tome trago tragado bebio bebido comio comido tomo tomado ingirio ingerido inhaled sniffed breathed"
    ),
    "given": "gave given injected administered inyecte inyecto di dado infused dispensed handed applied",
    "give": "give feed slip spike lace dose put hide mix crush sneak add dissolve stir pour dope sprinkle echar poner pongo echo doy dar",
    "stealth": (
        "secretly unnoticed noticing notice knowing know realise realize realising detect detected detectable traced trace "
        "traceable untraceable undetected suspect suspecting suspicion sospeche entere enteren note sepa quietly discreetly sly "
        "taste tasteless odourless odorless autopsy toxicology coroner evidence proof caught"
    ),
    "kill": (
        "kill kills killed murder dead die dies dying death deadly fatal lethal fatally mortal matar muera morir muerte finish "
        "poison poisoning envenenar veneno toxic"
    ),
    "self": "suicide suicidal suicidio suicidarme matarme selfharm selfharming unalive overdose kms",
    "despair": (
        "hopeless worthless pointless burden goodbye alone tired anymore exhausted empty numb cope worth existing exist living "
        "alive live end over vivir despertar wake"
    ),
    "sedate": (
        "sedate sedated sedative drowsy sleep sleepy asleep knock knocked unconscious out docile quiet calm drugged dormir duerma "
        "dormido zombie woozy groggy"
    ),
    "drink": (
        "drink drinks coffee tea beer wine juice cocktail smoothie cocoa milk water bottle glass cup soup food dinner meal "
        "breakfast cake brownies lunch sandwich yoghurt yogurt oatmeal porridge curry sausage meat comida bebida cafe sopa"
    ),
    "high": (
        "high buzz buzzed buzzing trip tripping hallucinate euphoria stoned wasted loaded nod nodding drugarme colocarme colocar "
        "faced recreational recreationally party"
    ),
    "route": (
        "snort snorting sniff smoke smoking inject injecting shoot shooting plug plugging parachute boof vape bang iv rail "
        "esnifar fumar inyectar"
    ),
    "divert": (
        "sell selling flog deal dealing buy score street price resell dealer darknet dark web vendor vender comprar compro compra "
        "conseguir consigo"
    ),
    "fake": "fake forge forged forging alter altered change photocopy edit photoshop counterfeit falsificar falsa",
    "rx": "prescription script scripts rx receta prescriptions pad prescribed prescribe recete",
    "steal": "steal stealing stole nick pinch pilfer pocket skim divert diverting smuggle robar llevarme",
    "screen": "test urine screen piss pee drug tests probation parole orina analisis sample sniffer",
    "manyq": (
        "whole entire all handful bunch load loads lots box pack packet strip sheet blister frasco caja several dozen double "
        "twice triple extra too many much doble entero toda todo"
    ),
    "pills": (
        "pill pills tablet tablets capsule capsules tabs caps pastilla pastillas comprimidos pildoras meds medicine medicines "
        "medication medications medicina medicinas medicamento medicamentos drops syrup patch patches"
    ),
    "chemical": (
        "bleach cleaner detergent antifreeze paint thinner petrol weedkiller weed killer pesticide lye acid drain toilet "
        "dishwasher glue battery batteries magnet lejia cloro polish disinfectant sanitizer descaler solvent turpentine kerosene"
    ),
    "wild": "mushroom mushrooms berries berry plant leaf leaves seeds foxglove oleander yew snake spider scorpion jellyfish setas",
    "now": (
        "now just currently still today tonight ago minutes hour hours since suddenly sudden yesterday morning ahora acaba acabo "
        "hoy minutos hora horas desde"
    ),
    "past": "years year last month months childhood previously once used history former formerly teens anos ano",
    "breath": (
        "breathe breathing breath breaths breathless wheezing wheeze gasping choking choke suffocating respirar respira aire "
        "ahogo ahogando asthma stridor gurgling"
    ),
    "swell": "swelling swollen swell puffy swells hives hinchada hincha hinchado rash hoarse closing tight tightness",
    "mouth": "throat tongue lips lip face mouth garganta lengua labios cara boca",
    "chest": "chest heart pecho corazon jaw",
    "pain": "pain hurts hurting ache agony crushing pressure heavy dolor duele squeezing stabbing burning cramps",
    "unresponsive": (
        "unresponsive collapsed collapse fainted faint fainting passed floppy limp rouse roused responding slumped blacked "
        "desmayo despierta inconsciente"
    ),
    "fit": "seizure seizing fit fitting convulsing convulsion convulsions twitching jerking shaking convulsionando",
    "colour": "blue grey gray pale white purple mottled clammy cold ashen morado morada sweaty sweating drenched",
    "confused": (
        "confused confusion slurred slurring disoriented delirious hallucinating nonsense rambling rubbish babbling mumbling confuso delira"
    ),
    "bleed": "blood bleeding bleed bleeds haemorrhage hemorrhage gushing spurting soaking clots vomiting sangre sangrando sangrado",
    "sick": "vomit throwing puking sick nausea dizzy wobbly shaky weird funny strange vomitando vomita mareado",
    "wrong": "wrong mistake accident accidentally mixup mixed instead error mistakenly oops por equivocacion sin querer equivoque",
    "care": (
        "guideline guidelines protocol policy management manage dosing monitor monitoring recommended recommend indicated label "
        "leaflet smpc monograph nice guidance procedure criteria algorithm prophylaxis counsel counselling"
    ),
    "study": (
        "exam student students lecture teach teaching training class course textbook paper research article essay question quiz "
        "workshop poster slide examen curso profesora clase book novel"
    ),
    "law": "legal legally law lawful illegal rules regulations requirements schedule controlled license register",
    "safe": (
        "safe safely safety avoid prevent prevention protect risk risks store stored storage lock locked keep dispose disposal return"
    ),
    "ask_how": "how como",
    "ask_what": "what which que cual cuales",
    "ask_can": "can could should may might is are do does puedo puede debo es",
    "not": "not no never cannot cant wont dont doesnt isnt wasnt didnt without non nobody nothing",
    "animal": "dog cat puppy kitten horse pet pets animal perro gato hen hens pigeon pigeons spaniel labrador",
    "cut": "cut cutting scars burn scratch razor blade wrists cortarme cortes starve starving",
    "enough": "enough amount quantity cuanto cuanta cuantas cuantos",
}
"""Each sense with its words; a word of several has the first that fits questions about medicines best."""
_OF: Final = {word: name for name, words in _SENSES.items() for word in words.split()}


def sense(word: str) -> str:
    """Return what stands for a word and all that mean the same; the word itself when none does."""
    return _OF.get(word, word)
