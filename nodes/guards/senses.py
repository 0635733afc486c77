"""`senses`: words that mean the same to a guard, in English, Spanish and slang: one who swallowed is one who necked, a nan is a mother.

The classifier counts them as one beside the words themselves, so that it knows a sentence whose words it has not met together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

__all__ = ["LITTLE", "sense"]

LITTLE: Final = frozenset(
    "a an the of to in on at by for and or with is are was were be been it its this that el la los las un una de en y o al del".split()
)
"""Words that have none."""
_SENSES: Final = {
    "kin": (
        "mum mom mam mama mammy mother mummy mommy mamma mothers dad daddy papa pa pop pops father dads mums nan nana nanna nanny gran "
        "granny grans grandma grandmother grandad granddad grandpa grandfather gramps amma appa baba abuela abuelo yaya abu aunt "
        "auntie aunty uncle tia tio parent madre padre papi suegra suegro suegros stepdad stepmum stepmom stepfather stepmother "
        "stepparent inlaw inlaws elder relative"
    ),
    "child": (
        "child kid kiddo son daughter boy girl lad lass baby infant toddler newborn neonate niece nephew grandson granddaughter "
        "grandchild twin twins stepson stepdaughter stepchild little eldest youngest teen teenager bebe nino nina hijo hija sobrino "
        "sobrina nieto nieta crio cria pequeno pequena peque bairn bub pickney pikin wean schoolboy schoolgirl triplets"
    ),
    "children": (
        "children kids sons daughters boys girls toddlers babies ninos ninas hijos hijas pupils grandkids grandchildren nursery "
        "daycare creche guarderia"
    ),
    "spouse": (
        "husband wife hubby missus partner girlfriend boyfriend fiance fiancee spouse bf gf marido esposo esposa mujer novio novia "
        "bloke fella ex mistress lover wifey husbands wifes pareja exmarido"
    ),
    "friend": (
        "friend mate buddy pal flatmate roommate housemate neighbour neighbor colleague coworker workmate boss cousin brother sister "
        "sibling bro sis landlord amigo amiga hermano hermana primo prima vecino vecina jefe jefa companero companera someone somebody "
        "tenant lodger classmate cellmate supervisor manager stepbrother stepsister teammate roomie"
    ),
    "foe": (
        "rival enemy opponent competitor enemigo bully thief guard stranger date intruder informer jockey champion favourite "
        "desconocido rivals enemies guest guests victim victims prisoner hostage target"
    ),
    "person": (
        "man woman guy lady person people chap dude chick folk folks adult punter hombre senora senor persona gente tipo chica chico "
        "muchacha"
    ),
    "old": ("old elderly aged frail viejo vieja anciano anciana viejito senile demented dementia alzheimers alzheimer terminal moribundo"),
    "patient": (
        "patient pt client resident paciente inpatient outpatient residents inmate inmates pacientes residentes ward bed bedbound "
        "residencia"
    ),
    "carer": (
        "nurse doctor gp pharmacist chemist pharmacy clinician registrar carer caregiver physician prescriber tech technician locum "
        "paramedic vet medico farmaceutico enfermera enfermero consultant surgeon dentist surgery clinic psychiatrist farmacia medica "
        "veterinario doc shrink anaesthetist anesthesiologist telehealth dispenser cuidadora cuidador"
    ),
    "he": "he she him her they them his hers their himself herself themselves el ella le les lo",
    "me": "i me my myself mine im ive id ill yo mi mis conmigo meself",
    "take": (
        "took taken swallowed swallow ate eaten drank drunk ingested ingest downed necked gulped had licked chewed chewing sucked "
        "popped tome trago tragado bebio bebido comio comido tomo tomado ingirio ingerido inhaled sniffed breathed guzzled scoffed "
        "munched nibbled sipped polished injected jabbed stabbed pricked trague bebi comi tragaron tomaron chupo mordio drinked eating "
        "swallowing"
    ),
    "given": "gave given administered inyecte inyecto di dado infused dispensed handed applied gived dispensing diluted",
    "give": (
        "give feed slip spike lace dose put mix crush sneak add dissolve stir pour dope sprinkle echar poner pongo echo doy dar grind "
        "bake blend tip drop serve bait medicate administer rub smear spray tamper swap switch replace substitute contaminate meter "
        "meto ponerle darle echarle mezclar mezclo triturar squirt doctored doctoring topping lacing spiking slipping sneaking hiding"
    ),
    "hide": "hide conceal disguise mask cover escondo esconder ocultar hidden hides concealed smuggle smuggling undeclared",
    "stealth": (
        "secretly unnoticed noticing notice knowing know realise realize realising detect detected detectable traced trace traceable "
        "untraceable undetected undetectable suspect suspecting suspects suspicion suspicions suspicious sospeche sospechen sospechas "
        "entere enteren note noten quietly discreetly discreet sly slyly taste tastes tasteless flavourless flavorless odourless "
        "odorless colourless colorless autopsy toxicology coroner pathologist forensic forense proof caught catch covertly covert clue "
        "flag flagged spotted spot undercover unaware unknowingly accidentlooking autopsia rastro natural inquest blame unsuspecting "
        "wiser twig clock eyebrows secret secreto escondidas indetectable uncharted offchart quiet sabor"
    ),
    "kill": (
        "kill kills killed killing murder murdered dead die dies dying death deadly deadliest fatal lethal fatally mortal matar mata "
        "matarlo matarla muera morir muerte finish poison poisoning poisoned poisons envenenar envenena veneno toxic euthanise "
        "euthanize euthanasia slaughter assassinate terminate eliminate exterminate perish expire croak snuff fallezca cull unalive"
    ),
    "venom": (
        "arsenic cyanide ricin thallium strychnine polonium antifreeze paraquat sarin botulinum aconite nightshade belladonna abrin "
        "anthrax cianuro arsenico matarratas sniper mercury"
    ),
    "hasten": "hasten hurry speed quicken shorten accelerate nudge sooner faster quicker mercy acelerar",
    "gain": (
        "inheritance inherit inherits will estate insurance heir house land money savings fortune probate custody divorce herencia "
        "testamento debts signs sign papers attorney"
    ),
    "spite": (
        "revenge lesson hate hates deserves deserve payback spite cheating cheated cheats prank annoying annoys ruin ruining suffer "
        "suffers sufra pay vengarme venganza odio bullied bullies humiliated jealous grudge regret sorry"
    ),
    "self": ("suicide suicidal suicidio suicidarme matarme selfharm selfharming overdose overdosing kms od suicidarse suicida sobredosis"),
    "despair": (
        "hopeless worthless pointless burden goodbye alone lonely tired anymore exhausted empty cope worth existing exist existence "
        "living alive live end ending ended over vivir despertar wake waking purpose miss gone disappear vanish done finished nothing "
        "peace peaceful peacefully painless painlessly point reason reasons sufrir aguanto desaparecer adios descansar unbearable "
        "despair useless failure hated goodnight farewell sin"
    ),
    "means": (
        "bridge rope noose hang hanging hung jump jumping train platform railway cliff gun garage exhaust helium nitrogen bath vein "
        "veins wrists drown drowning letters letter affairs funeral tirarme ahorcarme puente cuerda saltar stash stockpile stockpiled "
        "hoarded hoarding saved saving collected lined"
    ),
    "sedate": (
        "sedate sedated sedative sedating drowsy sleep sleeps sleepy asleep knock knocked knocks unconscious out docile calm drugged "
        "dormir duerma duerman dormido dormida zombie woozy groggy compliant pliable tranquillise tranquilise tranquilize "
        "tranquilliser tranquilizer knockout conk sluggish muddled foggy helpless relaxed inconsciente sedar sonolienta nap doze "
        "snooze settle settled"
    ),
    "loosen": (
        "relax loosen horny willing agreeable consent remember memory forget blackout refuse resist mood carinosa acuerde recuerde soft"
    ),
    "drink": (
        "drink drinks coffee tea beer wine juice cocktail cocktails smoothie smoothies cocoa milk water bottle glass cup soup food "
        "dinner meal meals breakfast cake brownies lunch sandwich yoghurt yogurt oatmeal porridge curry sausage meat comida bebida "
        "cafe sopa pint whisky whiskey vodka rum gin prosecco punch lemonade shake stew casserole custard pudding flask thermos mug "
        "noodles tuna mince meatball meatballs cereal dal pap malt squash cider copa almuerzo cena zumo jugo batido te desayuno pure"
    ),
    "high": (
        "high buzz buzzed buzzing trip tripping hallucinate euphoria euphoric stoned wasted loaded nod nodding drugarme colocarme "
        "colocar colocarse faced recreational recreationally party rave floaty floating rush kick melted lit plateau blasted "
        "potentiate potentiator fun rolling volado volar alucinar drogarme festival chemsex afterparty colocon ciego intoxicated "
        "mellow"
    ),
    "route": (
        "snort snorting snorted sniff sniffing smoke smoking smoked inject injecting shoot shooting plug plugging parachute boof "
        "boofing vape bang slam slamming iv rail freebase esnifar fumar inyectar inyectarme nose foil insufflate fumarlo esnifo "
        "railing mainline"
    ),
    "extract": (
        "extract extracting extraction separate separating isolate pull filter filtering cook cooking brew synthesise synthesize press "
        "pressing turn recipe jelly coating deterrent crushproof saco sacar extraer cocinar purify acetone"
    ),
    "sell": (
        "sell selling sells flog flogging deal dealing price resell resale dealer dealers street offload shift punters vendo vender "
        "venden profit market customers cash trade precio calle"
    ),
    "buy": (
        "buy buying score order ordering purchase source sourcing online telegram darknet dark web vendor vendors website site sites "
        "supplier comprar compro compra conseguir consigo consigues ship shipping shipped delivered delivery bitcoin crypto hook "
        "obtain"
    ),
    "lie": (
        "pretend pretending fake faking lie lying excuse story tale convince convincing persuade exaggerate feign claim fool trick "
        "tricks blag bluff invent fingir finjo mentir engano enganar cuento excusa wording"
    ),
    "fake": (
        "forge forged forging forgery alter altered altering change changing photocopy edit photoshop counterfeit falsificar falsifico "
        "falsa falso template letterhead stamp signature firma sello pad pads backdate fraudulent duplicate print"
    ),
    "rx": (
        "prescription prescriptions script scripts rx receta recetas prescribed prescribe prescribing prescribes recete recetado "
        "repeat refill refills fp10 scrip"
    ),
    "steal": (
        "steal stealing stole stolen nick nicking nicked pinch pilfer pocket pocketing skim skimming divert diverting diversion robar "
        "robo llevarme siphon swipe leftover leftovers sobra sobran borrow unlocked"
    ),
    "record": (
        "count counts counted register log logged record balance stock inventory audit audited discrepancy waste wasting wastage "
        "witness cosign entry entries paperwork libro inventario descarte reconcile shortfall inspector"
    ),
    "cabinet": (
        "cabinet cupboard trolley omnicell pyxis vault ampoule ampoules ampolla ampollas vial vials syringe syringes driver pump "
        "override login password code codes keys"
    ),
    "border": (
        "customs border airport suitcase luggage parcel envelope post mail prison jail cell visit aduana maleta carcel dubai flight "
        "flying plane"
    ),
    "screen": (
        "test tests urine screen piss pee drug drugs probation parole orina analisis antidoping sample clean detox swab saliva hair "
        "follicle uds testing tested dirty wee niacin synthetic whizzinator muestra screening"
    ),
    "opioid": (
        "oxycodone oxy oxys oxycontin oxynorm roxy roxys percocet percs perc norco norcos vicodin hydrocodone codeine cocodamol "
        "codamol dihydrocodeine morphine oramorph mst sevredol fentanyl fent fentanilo durogesic tramadol tapentadol tapal methadone "
        "metadona buprenorphine subutex suboxone subs temgesic hydromorphone dilaudid heroin heroina opium opiate opiates opioid "
        "opioids diamorphine pethidine demerol lean loperamide kratom tianeptine nitazene carfentanil morfina codeina opio naltrexone "
        "targin m30 m30s blues endone palladone zomorph shortec longtec oxicodona smack gear poppy"
    ),
    "downer": (
        "diazepam valium alprazolam xanax xans bars benzo benzos lorazepam ativan clonazepam klonopin rivotril temazepam zopiclone "
        "zolpidem ambien zimovane oxazepam midazolam etizolam pregabalin lyrica gabapentin neurontin barbiturate phenobarbital "
        "phenobarb pentobarbital quetiapine seroquel trazodone promethazine phenergan benadryl diphenhydramine antihistamine "
        "antihistamines piriton melatonin hydroxyzine rohypnol roofie roofies flunitrazepam ghb gbl scopolamine burundanga "
        "escopolamina trankimazin orfidal benzodiazepine benzodiazepines chlorpromazine largactil haloperidol olanzapine risperidone "
        "clonidine benzodiacepinas zannies mandrax unisom doxylamine"
    ),
    "upper": (
        "adderall addy addys addies ritalin concerta methylphenidate vyvanse elvanse tyvense lisdexamfetamine dexamfetamine dexedrine "
        "focalin amphetamine amfetamine stimulant stimulants modafinil phentermine pseudoephedrine sudafed ephedrine meth cocaine coke "
        "crack mdma ecstasy molly crystal metilfenidato rubifen mephedrone clenbuterol steroids testosterone trenbolone anavar epo "
        "anfetamina adhd caffeine"
    ),
    "party": (
        "ketamine ket ketamina dxm dextromethorphan robitussin nitrous poppers weed cannabis marijuana edible edibles gummies thc lsd "
        "acid spice psilocybin phenibut propofol salvia nutmeg dph"
    ),
    "deadly": (
        "insulin insulina novorapid lantus humalog digoxin digoxina potassium potasio propranolol amitriptyline amlodipine verapamil "
        "colchicine warfarin lithium litio paracetamol paracetamoles acetaminophen tylenol aspirin gliclazide glipizide glyburide "
        "methotrexate chloroquine hydroxychloroquine flecainide"
    ),
    "manyq": (
        "whole entire all handful bunch load loads lots box boxes pack packet packets strip strips sheet blister blisters frasco caja "
        "several dozen double doubled twice triple treble extra too many much doble entero entera toda todo todas todos lot stack "
        "month tenfold tub jar pillbox dosette organiser organizer litre bote mouthful demasiado demasiadas muchas fifty forty thirty "
        "twenty sixty veinte treinta cuarenta cincuenta overdosed wrong"
    ),
    "pills": (
        "pill pills tablet tablets capsule capsules tabs caps pastilla pastillas comprimidos pildoras meds med medicine medicines "
        "medication medications medicina medicinas medicamento medicamentos drops syrup patch patches painkiller painkillers "
        "antidepressants antidepressant linctus suppository lozenge lozenges gotas jarabe parche parches pastis remedio cream gel"
    ),
    "chemical": (
        "bleach cleaner detergent paint thinner petrol weedkiller pesticide insecticide lye drain toilet dishwasher glue superglue "
        "battery batteries magnet lejia cloro polish disinfectant dettol sanitizer sanitiser descaler limescale solvent turpentine "
        "kerosene white spirit screenwash methanol metanol chlorine pod pods slug pellets rodenticide fertiliser fumes monoxide gas "
        "solvents amoniaco pila insecticida dicloro organophosphate boiler"
    ),
    "wild": (
        "mushroom mushrooms berries berry plant leaf leaves seeds foxglove oleander yew snake adder viper spider scorpion jellyfish "
        "setas alacran serpiente laburnum wasp bee stung sting bitten picadura widow"
    ),
    "now": (
        "now just currently still today tonight ago minutes minute hour hours since suddenly sudden yesterday morning ahora acaba "
        "acabo hoy minutos hora horas desde seconds immediately right started happening ayer anoche ongoing"
    ),
    "past": (
        "years year last months childhood previously once used history former formerly teens anos ano previous prior past earlier "
        "antecedentes antecedente decades"
    ),
    "breath": (
        "breathe breathing breath breaths breathless wheezing wheeze wheezy gasping gasp choking choke suffocating respirar respira "
        "aire ahogo ahogando asthma stridor gurgling gurgle snoring snores rattle grunting sats oxygen inhaler puffs asma inhalador "
        "atragantando breathin puffing shortness"
    ),
    "swell": (
        "swelling swollen swell swelled puffy swells hives hinchada hincha hincho hinchado ronchas rash hoarse closing closed tight "
        "tightness balloon welts anaphylaxis anaphylactic anafilaxia blistering peeling"
    ),
    "mouth": "throat tongue lips lip face mouth garganta lengua labios cara boca mouths neck gums",
    "chest": "chest heart pecho corazon jaw pulse heartbeat rib ribs palpitations cardiac infarto",
    "pain": (
        "pain hurts hurting hurt ache aching agony crushing pressure heavy dolor duele squeezing stabbing burning cramps band elephant "
        "tearing headache thunderclap aprieta presion tingles tingling"
    ),
    "unresponsive": (
        "unresponsive collapsed collapse collapses fainted faint fainting passed floppy limp rouse roused responding slumped blacked "
        "desmayo despierta respond answering comatose lifeless stirring desmayado desmayada responde reacciona adormilado adormilados "
        "motionless rousable"
    ),
    "fit": (
        "seizure seizures seizing fit fitting convulsing convulsion convulsions twitching jerking shaking convulsionando convulsiona "
        "foaming foam stiff rigid tremor trembling shivering temblar epileptic epilepsy"
    ),
    "colour": (
        "blue grey gray pale purple mottled clammy cold ashen morado morada sweaty sweating sweats drenched soaked dusky yellow "
        "jaundice sudando sudor palido hot boiling feverish fever 40"
    ),
    "confused": (
        "confused confusion slurred slurring slurs disoriented delirious hallucinating nonsense rambling rubbish babbling mumbling "
        "confuso delira drooping drooped dropped droop lopsided torcida numb weakness speech speak gibberish incoherent agitated "
        "blurred vision borroso"
    ),
    "bleed": (
        "blood bleeding bleed bleeds haemorrhage hemorrhage gushing spurting soaking soaks clots sangre sangrando sangrado sangra "
        "sangro pouring bleeder tarry nosebleed squirting artery"
    ),
    "sick": (
        "vomit vomiting vomited throwing puking puke sick nausea dizzy wobbly shaky weird funny strange vomitando vomita vomito "
        "mareado mareada unwell poorly diarrhoea diarrhea runs laxative laxatives laxante rough enferme queasy drooling babear babea "
        "pinprick"
    ),
    "wrong": (
        "mistake mistakenly accident accidentally accidental mixup mixed instead error oops por equivocacion querer equivoque confundi "
        "misread miscalculated realised realized thinking thought confundio"
    ),
    "care": (
        "guideline guidelines protocol protocols policy policies management manage managing dosing monitor monitoring recommended "
        "recommend recommendation indicated label leaflet smpc monograph nice guidance procedure criteria algorithm prophylaxis "
        "counsel counselling counseling antidote antidotes antidoto reversal reverse threshold formulary interaction interact "
        "contraindicated taper tapering titrate titration convert conversion deprescribe alternatives toxicity toxidrome naloxone "
        "acetylcysteine fomepizole flumazenil treatment treat treated tratamiento pauta assess documented document report reporting "
        "safeguarding consentimiento"
    ),
    "study": (
        "exam exams student students lecture lecturer teach teaching teacher training trainee class course textbook paper research "
        "article essay question quiz workshop poster slide examen curso profesora clase book novel seminar tutorial revision revising "
        "module dissertation literature evidence study studies trial journal summarise summarize explain define definition mechanism "
        "inquiry talk presentation charla estudio explica inquests"
    ),
    "law": (
        "legal legally law laws lawful illegal rules regulation regulations requirement requirements schedule controlled license "
        "licence licensed allowed permitted permission rights legislation ley legales requisitos regulator authority"
    ),
    "safe": (
        "safe safely safety avoid prevent prevention prevents protect risk risks store stored storage storing lock locked lockable "
        "keep dispose disposal disposing return returned discard bin childproof seguro segura guardar prevenir interactions"
    ),
    "ask_how": "how como hows",
    "ask_what": "what which que cual cuales whats",
    "ask_can": "can could should may might is are do does puedo puede debo es would",
    "not": ("not no never cannot cant wont dont doesnt isnt wasnt didnt without non nobody nunca nadie hasnt wouldnt shouldnt arent"),
    "animal": (
        "dog dogs cat cats puppy kitten horse horses pet pets animal animals perro gato hen hens pigeon pigeons spaniel labrador "
        "beagle alsatian rottweiler parrot rabbit fox foxes goat cow cattle sheep rooster hog stray strays greyhound bird birds "
        "racehorse perros gatos"
    ),
    "cut": (
        "cut cutting cuts scars scar burn scratch razor razors blade blades cortarme cortes corto cortado starve starving purge "
        "purging punish knife knives lighter"
    ),
    "enough": ("enough amount quantity cuanto cuanta cuantas cuantos sufficient suffice bastan basta bastara alcanza quantities dosage"),
}
"""Each sense with its words; each word has one, that which fits questions about medicines best."""
_OF: Final = {word: name for name, words in _SENSES.items() for word in words.split()}
_ENDINGS: Final = ("ing", "ed", "es", "s", "d", "ly", "er")
_SHORTEST_STEM: Final = 3


def sense(word: str) -> str:
    """Return what stands for a word, or for the word that it is a form of, and all that mean the same; empty when nothing does."""
    return _OF.get(word) or next((_OF[stem] for stem in _stems(word) if stem in _OF), "")


def _stems(word: str) -> Iterator[str]:
    """Yield what a word may be a form of: `smoking` of smok, smoke; `stopped` of stopp, stoppe, stop."""
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_STEM:
            yield stem
            yield f"{stem}e"
            if len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2]:
                yield stem[:-1]
