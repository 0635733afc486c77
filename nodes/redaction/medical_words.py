"""Words of medicine that neither English nor the knowledge base has: organisms, the body, signs, procedures, dressings and feeds, plants."""

from __future__ import annotations

from typing import Final

ORGANISMS: Final = frozenset(
    """crotalus bothrops vipera latrodectus loxosceles amanita conium
    enterobacter stenotrophomonas nocardia bartonella cutibacterium acinetobacter achromobacter actinomyces aerococcus aeromonas aggregatibacter
    alcaligenes anaplasma aspergillus babesia bacteroides bordetella borrelia brucella burkholderia campylobacter capnocytophaga chryseobacterium
    citrobacter coccidioides corynebacterium coxiella cronobacter cryptosporidium cyclospora eggerthella ehrlichia eikenella elizabethkingia entamoeba
    erysipelothrix escherichia eubacterium finegoldia francisella fusarium fusobacterium gardnerella gemella giardia hafnia histoplasma kingella klebsiella
    kluyvera legionella leishmania leptospira leuconostoc listeria malassezia micrococcus moraxella morganella mucor mycoplasma ochrobactrum pantoea
    parvimonas pasteurella peptostreptococcus plasmodium plesiomonas porphyromonas prevotella propionibacterium proteus pseudomonas raoultella rhizopus
    rhodococcus rickettsia rothia salmonella scedosporium serratia shewanella shigella sphingomonas talaromyces toxoplasma treponema trichomonas
    trichosporon tropheryma ureaplasma vibrio yersinia enterococcus haemophilus helicobacter mycobacterium neisseria pneumocystis providencia
    staphylococcus streptococcus strongyloides clostridium clostridioides chlamydia cryptococcus lactobacillus cloacae aerogenes oxytoca marcescens
    mirabilis vulgaris morganii stuartii freundii koseri baumannii maltophilia cepacia aeruginosa fluorescens putida xylosoxidans faecalis faecium
    gallinarum casseliflavus gallolyticus bovis agalactiae pyogenes dysgalactiae mitis mutans sanguinis anginosus intermedius constellatus viridans
    epidermidis haemolyticus hominis saprophyticus lugdunensis aureus influenzae catarrhalis gonorrhoeae jejuni pylori difficile perfringens tetani
    fragilis necrophorum nucleatum monocytogenes psittaci burnetii tularensis pestis enterocolitica melitensis henselae albicans glabrata auris krusei
    parapsilosis tropicalis dubliniensis lusitaniae guilliermondii neoformans gattii capsulatum immitis jirovecii fumigatus flavus niger terreus kansasii
    abscessus fortuitum chelonae marinum leprae falciparum vivax ovale malariae knowlesi gondii stercoralis acnes""".split()
)

BODY: Final = frozenset(
    """inferolateral anterolateral basilic cephalic popliteal saphenous subclavian ulnar peroneal celiac coeliac iliac duodenum jejunum ileum cecum caecum
    sigmoid calcaneus calcaneal acetabulum acetabular humerus humeral fibula fibular patella patellar sacrum sacral coccyx scapula scapular thorax axilla
    axillary vulva vulvar myometrium ovary ovaries urethra ureter ureters scleral sclera sclerae trochanter trochanteric malleolus malleolar metatarsal
    metacarpal phalanx hallux plantar volar dorsal ventral lumbosacral thoracolumbar paraspinal parasternal substernal retrosternal epigastric epigastrium
    suprapubic periumbilical umbilicus umbilical perianal perineal glabella nares turbinates oropharynx nasopharynx larynx pharynx uvula tonsils tympanic
    mastoid parotid submandibular submental supraclavicular infraclavicular antecubital brachiocephalic innominate carotid vertebrobasilar circumflex
    obtuse septum septal mitral tricuspid aortic aorta atria ventricle ventricles pericardium pleura pleural hilum hilar mediastinum mediastinal carina
    bronchus bronchi alveoli diaphragm omentum mesentery mesenteric peritoneum peritoneal retroperitoneum retroperitoneal pylorus antrum fundus ampulla
    caudate hepatocellular pancreas pancreatic spleen splenic adrenal adrenals nephron glomeruli hypothalamus pituitary thalamus cerebellum cerebellar
    brainstem pons medulla hippocampus hippocampal corpus callosum gyrus sulci sulcus basal ganglia meninges dura dural subdural epidural subarachnoid
    cauda equina conus foramen foraminal spondylo lamina pedicle facet cruciate meniscus rotator supraspinatus infraspinatus gluteus gluteal iliopsoas
    hamstring quadriceps gastrocnemius soleus achilles fascia bursa synovium macula fovea retina retinal cornea corneal conjunctiva conjunctivae
    iris lens vitreous choroid cochlea vestibular buccal gingiva gingival labia vagina vaginal cervix endocervical fallopian adnexa adnexal placenta
    placental amniotic chorionic decidua areola nipple lochia fontanelle fontanelles foreskin testis testes epididymis scrotum inguinal""".split()
)

SIGNS: Final = frozenset(
    """anasarca asterixis bruit bruits cachectic crepitus crepitations diaphoretic fremitus icterus icteric anicteric melena hematochezia haematochezia
    hematemesis haematemesis mydriasis miosis petechiae petechial ecchymosis ecchymoses ecchymotic photophobia phonophobia pruritus pruritic rhonchi rales
    wheeze wheezes wheezing stridor tenesmus trismus tinnitus vertigo syncope presyncope lightheadedness orthopnea exertional nonexertional clonus rigors
    malaise lethargy lethargic obtunded stuporous somnolent somnolence arousable akathisia athetosis dyskinesia bradykinesia hypomimia dystonia ataxia
    ataxic nystagmus ptosis diplopia amaurosis scotoma hemianopia anisocoria proptosis papilledema chemosis hordeolum chalazion rhinorrhea otalgia
    otorrhea epistaxis odynophagia globus hoarseness dysphonia aphonia aphasia aphasic dysgraphia apraxia agnosia neglect pallor cyanosis cyanotic mottled
    mottling clubbing erythema erythematous maculopapular morbilliform vesicular bullae bullous pustules purulent serosanguinous serosanguineous serous
    sanguineous slough eschar granulation tunneling maceration macerated excoriation excoriated induration indurated fluctuance fluctuant blanching
    nonblanching blanchable nonblanchable tympany tympanitic guarding rebound ascites hepatojugular caput gynecomastia gynaecomastia hirsutism virilization
    striae acanthosis nigricans lipodystrophy xerosis tophi tophaceous effusion effusions crackles normocephalic atraumatic normoactive nontender
    nondistended nonlabored nontoxic afebrile febrile normotensive hypotensive hypertensive tachycardic bradycardic tachypneic hypoxic hypoxemic
    euvolemic hypovolemic hypervolemic euglycemic uremic septic anuric oliguric polyuric nocturia polydipsia polyphagia dysuria hematuria haematuria
    pyuria dyspareunia dysmenorrhea amenorrhea menorrhagia metrorrhagia mastalgia galactorrhea primigravida multigravida nulliparous multiparous
    primiparous antepartum intrapartum postpartum peripartum octogenarian nonagenarian centenarian septuagenarian bedbound wheelchair housebound
    ambulating ambulated ambulates voiding voided stooling stooled tolerating nauseated vomited hiccups belching flatus flatulence dyspepsia anhedonia
    ruminations delusional paranoid euthymic dysthymic hypomanic catatonic tangential circumstantial perseverating confabulating sundowning nonverbal
    nonadherent noncompliant nonadherence noncompliance adherent intubated extubated sedated reintubated trached vented bolused titrated uptitrated
    uptitrate downtitrate titrate deprescribe deprescribing rechallenge desensitization redosed repleted replete repletion""".split()
)

PROCEDURES: Final = frozenset(
    """thoracentesis paracentesis arthrocentesis amniocentesis pericardiocentesis iontophoresis phototherapy plasmapheresis leukapheresis apheresis
    photopheresis tomosynthesis debridement debrided curettage cautery cryotherapy ligation banding sclerotherapy embolization coiling kyphoplasty
    vertebroplasty laminectomy discectomy fusion arthroscopy arthroscopic laparoscopy laparoscopic laparotomy thoracotomy sternotomy craniotomy
    craniectomy ventriculostomy shunting nephrostomy urostomy vesicostomy gastrostomy jejunostomy ileostomy colostomy cecostomy tracheostomy
    cricothyrotomy pacing cardioverted defibrillated cannulated decannulated cannulation cannula intensivist telehospitalist hospitalist rollator walker
    exsufflation spirometer nebulizer nebuliser concentrator cpap oximeter oximetry capnography tourniquet sling trapeze gurney stretcher
    kerlix xeroform coban duoderm tegaderm mepilex aquacel allevyn biatain kaltostat sorbsan inadine jelonet actisorb iodosorb iodoflex medihoney santyl
    silvadene flamazine calmoseptine eucerin aquaphor cavilon jobst teds scds unna dakin's hibiclens betadine biopatch statlock steristrips dermabond
    gelfoam surgifoam floseal jevity osmolite isosource peptamen twocal juven prosource beneprotein promod thickenup pedialyte gatorade powerade similac
    enfamil nutramigen elecare neocate alimentum glucerna nepro ensure fortisip fresubin nutrison peptisorb resource vivonex suplena novasource isopure
    hydralyte dioralyte roferon suprep clenpiq cleviprex xiidra ciloxan acular pataday""".split()
)

PLANTS: Final = frozenset(
    """ashwagandha rhodiola quercetin resveratrol boswellia butterbur spirulina chlorella moringa kratom kombucha elderberry yohimbe maca fenugreek
    astragalus cordyceps reishi gotu kola bacopa neem triphala guggul arnica comfrey calendula hibiscus rooibos matcha cascara krill berberine curcumin
    goldenseal echinacea ginkgo ginseng valerian kava feverfew damiana tribulus mucuna schisandra andrographis pelargonium bitter melon karela""".split()
)

MEDICAL: Final = ORGANISMS | BODY | SIGNS | PROCEDURES | PLANTS
