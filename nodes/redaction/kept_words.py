"""Words with a capital that are no person's: eponyms, places, organisations, abbreviations, months, and the words of programs."""

from __future__ import annotations

from typing import Final

EPONYMS: Final = frozenset(
    """alvarado apache bazett bishop blatchford bosniak bouveret braak breslow brunner caprini centor charlson chadwick cincinnati clark cornell corcoran
    darby devine dukes dubois fisher fick forrest framingham fridericia frankel fuhrman geneva ghent hamwi haldane harvey bradshaw hestia hoehn yahr hunt
    hess hodges holliday segar hy jadad kidney killip kings lansky lanza lille lugano lyon maddrey madrs mankin matthew manning morse mosteller navarro
    norton nottingham oswestry padua parkland pasi perc phoenix ranson raschke reisberg robinson rumack salazar schwartz seattle shimada sokolow sofa song
    tanaka tisdale truelove witts vancouver waterlow winter winters zwolle braden ann arbor binet rai durie salmon duke jones light matsuda naegele ottawa
    canadian nexus rome montreal milan mayo lown ganong levine laurén lauren siewert bismuth strasberg todani goligher hinchey hurley norwood fontan glenn
    rastelli ross bentall cox maze konno addison alzheimer apgar asherman babinski bacillus baker barrett bartter basedow behcet behçet bell bence bernard
    billroth blalock braxton bristol broselow brugada budd buerger burkitt cabot castell charcot chiari child chvostek cockcroft conn coombs corrigan
    cotard crohn cushing deauville dieulafoy doppler dressler duchenne dupuytren edwards ehlers danlos eisenmenger epworth ewing fallot fahrenheit celsius
    fanconi fogarty foley forrester fournier fowler friedreich gault gehrig gilbert gitelman glanzmann glasgow gleason goodpasture graves guillain barré
    barre hartmann hashimoto heimlich henoch schönlein schonlein hickman hirschsprung hodgkin holter horner huntington ivor jakob janeway jehovah kaplan
    meier kaposi kartagener katz kawasaki kayser fleischer kerley kernig khorana klinefelter koch kocher kohn korsakoff kussmaul kveim laennec lambert
    eaton langerhans lawton leiden lewy lhermitte lichtheim likert lyme lynch mallory mantel haenszel marfan mcburney meckel meniere ménière menière
    mirizzi mobitz murphy mycobacterium naranjo nissen novosibirsk ogilvie osler paget pap parkinson peyronie peyer pfannenstiel pick plummer vinson
    poiseuille pompe pott pratt prinzmetal profilnine pugh quincke raynaud reye richter rinne rockall romberg roux rutherford sgarbossa sézary sezary
    sheehan sjögren sjogren sjoegren snellen starr still stokes adams sturge swan ganz sydenham takayasu takotsubo thurner tourette trendelenburg
    trousseau turcotte valsalva villalta virchow waldenström waldenstrom wallenberg weber wegener wells wenckebach wernicke whipple wilson wolff white
    willebrand young yates zenker zollinger ellison richardson salter harris gustilo garden mallampati cormack lehane schirmer seldinger stevens johnson
    tanner tinel phalen lachman weil felix westergren wright ziehl neelsen gram giemsa papanicolaou rorschach hoffman miller macintosh yankauer bougie
    impella jackson carpentier bjork shiley medtronic jude gore dacron hemovac penrose malecot pezzer tenckhoff quinton groshong broviac kirschner
    steinmann bovie cobb coude coudé schatzki ramsay aldrete bromage gpal korotkoff dix hallpike sternberg reed roth marjolin mees muehrcke schamberg
    nikolsky auspitz koebner wickham gottron bouchard heberden boutonniere
    kegel lambl kehr duroziez carvallo barraquer menkes krabbe refsum sayre dravet recklinghausen hippel bourneville parinaud pancoast boerhaave peutz
    jeghers turcot cronkhite menetrier wermer kimmelstiel wilms soulier wiskott chediak castleman rosai uhthoff brudzinski chaddock gaenslen lasegue
    bankart galeazzi monteggia lisfranc maisonneuve calvé perthes osgood schlatter scheuermann freiberg kienbock sudeck haglund lefort clavien dindo
    debakey wellens mahaim gorlin bayley mcroberts zavanelli hegar couvelaire krukenberg bartholin skene nabothian courvoisier kasai shouldice hassab
    sugiura sengstaken dobhoff apfel barthel karnofsky zubrod hachinski zarit addenbrooke osterrieth stroop rovsing homans gottron lemierre kounis
    brackmann karvonen rutgeerts fazekas scheltens fagerström fagerstrom rendu passy edmonton goldmann amsler kegels""".split()
)
"""Names that stand for a disease, a score, a sign, a device or a method; a person's only beside another name or a title."""

PLACES: Final = frozenset(
    """africa alabama alaska albany albuquerque america amsterdam anchorage arizona arkansas asheville asia athens atlanta auckland austin australia austria
    baltimore bangkok bangladesh barcelona basel bavaria beijing belfast belgium berlin bern birmingham bismarck boise bonn boston brazil brighton
    brisbane bristol britain british brooklyn brussels budapest buffalo california cambridge canada canadian cardiff carolina charleston chicago chile
    china chinese cincinnati cleveland cologne colombia colorado columbus connecticut copenhagen cork croatia cuba cuban czech dakota dallas delaware
    delhi denmark danish denver detroit dublin duluth dundee dutch edinburgh egypt egyptian england english ethiopia europe european exeter fargo finland
    finnish florida france french fresno frankfurt galway geneva georgia german germany ghana glasgow greece greek guatemala guinea haiti hamburg
    hampshire havana hawaii helsinki hispanic houston hull hungary iceland idaho illinois india indian indiana indianapolis indonesia iowa iran iraq
    ireland irish israel istanbul italian italy jakarta jamaica jamaican japan japanese jersey jerusalem johannesburg jordan kansas kent kentucky kenya
    kiev kyiv korea korean kuwait laos latin latino latina lebanon leeds leicester lisbon lithuania liverpool london louisiana louisville lyon madrid
    maine malaysia manchester manila marseille maryland massachusetts melbourne memphis mexican mexico miami michigan milan milwaukee minneapolis
    minnesota mississippi missouri montana montreal morocco moscow mumbai munich nairobi nashville nebraska nepal netherlands nevada newark newcastle
    nigeria nigerian norfolk norway norwegian norwich nottingham oakland ohio oklahoma omaha ontario oregon orlando oslo ottawa oxford pakistan palestine
    panama paris pennsylvania peru philadelphia philippines filipino phoenix pittsburgh poland polish porto portland portugal portuguese prague quebec
    quito raleigh reno richmond riga rochester romania rome russia russian sacramento salem samoa saudi scotland scottish seattle seoul serbia sheffield
    shanghai singapore slovakia somalia somali southampton spain spanish stockholm sudan sweden swedish swiss switzerland sydney syracuse syria tacoma
    taipei taiwan tampa tanzania tehran tennessee texas thai thailand tokyo toledo toronto tucson tulsa tunisia turin turkey turkish uganda ukraine
    ukrainian uruguay utah utrecht vancouver venezuela venice vermont vienna vietnam vietnamese virginia wales warsaw washington welsh winnipeg wisconsin
    wyoming yemen york yorkshire zambia zimbabwe zurich zürich choctaw navajo cherokee maori māori tigrinya swahili arabic hindi urdu punjabi bengali
    tamil telugu gujarati marathi cantonese mandarin tagalog hmong farsi persian yoruba igbo hausa amharic hebrew yiddish christian muslim islamic jewish
    jew catholic protestant buddhist hindu sikh amish ramadan lent easter christmas diwali thanksgiving hanukkah eid antarctica atlantic pacific caribbean
    mediterranean andes alps sahara vegas angeles francisco diego antonio jose louis paul orleans salt cruces wayne worth lauderdale spokane knoxville
    chattanooga wichita topeka lincoln madison ithaca ogden farmington""".split()
)

ORGANISATIONS: Final = frozenset(
    """abbott abbvie accord actavis adventist aetna albertsons alcon allergan alphabet amazon amgen amneal anthropic apotex apple astellas astrazeneca
    aurobindo azure baxter bayer beckman becton biogen biomed biontech biotronik boehringer bosch braun bristol bupa cadence cadd cardinal caremark
    celgene centrum cerner cigna cintas cipla cleveland coloplast costco covidien cvs daiichi dexcom dickinson duke eisai elsevier epic eskom facebook
    fisher fitbit fresenius gates geisinger genentech gilead glaxosmithkline glenmark google greenstone gsk hamilton harvard hikma hillrom hopkins hospira
    humana impella intermountain invacare ipsen janssen johnson kaiser kroger labcorp libre lilly lundbeck lupin macleods mallinckrodt mayo mckesson
    medline medtronic meditech merck microsoft moderna mylan novartis novo nordisk omnicell omnipod openai optum oracle otsuka pfizer philips pixys publix
    purdue pyxis quest ranbaxy reddy regeneron resmed roche sagent samsung sandoz sanofi scientific scrypt servier shire siemens solis spacelabs stanford
    stryker sutter takeda tandem teva tesco torrent toshiba tylenol unitedhealth upjohn verizon viatris walgreens walmart welch whatsapp yale zimmer zoll
    zydus zoom emis systmone allscripts surescripts eclinicalworks athenahealth fedex ups usps dhl uber lyft gmail outlook yahoo hotmail iphone android
    nokia tiktok instagram twitter skype facetime medicaid medicare tricare bcbs anthem wellcare centene molina ambetter boots lloyds superdrug sainsbury
    morrisons nespresso cruz columbia emory vanderbilt cedars sinai presbyterian methodist baptist lutheran mercy kindred davita
    sonora arup synlab viapath eurofins unilabs medlab clinpath dorevitch dynacare lifelabs exagen natera tempus caris cerba biomnis genova everlywell
    letsgetchecked healius aegis ameritox caredx foundationone
    amedisys lhc bayada vitas enhabit brightspring addus coram optioncare lincare apria adapthealth rotech rexall loblaw loblaws wegmans meijer hyvee
    wawa safeway ralphs omnicare pharmerica pillpack truepill accredo lumicera navitus medimpact magellan evernorth brookdale gentiva healthfirst
    highmark carefirst premera wellmark medica amerigroup amerihealth caresource wellpoint scripps adventhealth essentia allina fairview novant
    wakemed ochsner""".split()
)

ORGANISATION_WORDS: Final = frozenset(
    """hospital hospitals clinic clinics center centre centers centres medical university college school institute foundation pharmacy pharmacies
    pharmaceuticals pharmaceutical pharma laboratories laboratory labs inc ltd llc corp corporation company plc gmbh ag nhs trust health healthcare care
    surgery practice hospice infirmary memorial regional general system systems group associates partners services assisted living lodge manor county
    department society association ward unit campus wing church chapel cathedral city town airport station bank insurance academy press journal library
    museum park river lake mountain bay beach island hotel restaurant cafe supermarket store stores chemist chemists heart cancer dialysis nursing""".split()
)
"""What an organisation's or a place's name ends with."""

EPONYM_NOUNS: Final = frozenset(
    """syndrome syndromes disease diseases sign signs test tests criteria criterion score scores scale scales equation equations formula method methods law
    lymphoma cell cells wort cirrhosis classification index palsy paralysis ulcer ulcers catheter catheters tube tubes drain drains drip clamp forceps
    stain agar fracture fractures position manoeuvre maneuver procedure operation repair resection graft shunt valve valves node nodes body bodies reflex
    contracture thyroiditis encephalopathy enceph psychosis dementia chorea ataxia dystrophy anaemia anemia purpura nephropathy glomerulonephritis
    esophagus oesophagus diverticulum hernia abscess phenomenon response effect triad tetrad pentad sequence curve plot distribution rule rules solution
    lactate ringer's ringers stocking stockings splint brace collar needle knot suture blade retractor monitor inhaler block type i ii iii iv grade class
    stage points sarcoma tumour tumor carcinoma leukaemia leukemia cyst ring rings spots nodules fever fevers bacillus staging trial study guideline
    guidelines registry protocol""".split()
)
"""What makes the name before it a thing's."""

PHRASES: Final = (
    "frank starling|mallory weiss|passy muir|osler weber rendu|ramsay hunt|miller fisher|austin flint|graham steell|carey coombs|rose bengal|gr[ae]y turner"
    "|jackson pratt|dandy walker|arnold chiari|sturge weber|prader willi|klippel feil|blake drain|mary jane|baker'?s? cyst|still'?s disease|epstein barr"
    "|wolff parkinson white|ehlers danlos|guillain barr[eé]|lambert eaton|henoch sch[oö]nlein|hodgkin lymphoma|brown s[eé]quard|le fort|salter harris"
    "|cockcroft gault|child pugh|kaplan meier|bland altman|mann whitney|hosmer lemeshow|colles'? fracture|gore tex|hill sachs|legg calv[eé] perthes"
    "|charcot marie tooth|churg strauss|creutzfeldt jakob|stevens johnson|zollinger ellison|sengstaken blakemore|swan ganz|port a cath|bair hugger"
    "|buck'?s traction|thomas splint|kirschner wire|hardy weinberg|lou gehrig|michaelis menten|henderson hasselbalch|sheiner tozer|winter tozer"
)
"""Things that bear the names of people and are told by both together."""

ABBREVIATIONS: Final = frozenset(
    """abo neg pos beacopp hypercvad mi pgy eversense amplatzer flesch kincaid pesi rsbi cockcroft fick qtcf qtcb candida auth physio accession palliative
    preceptor certifier transseptal aaa abg abi abpm acei acl
    acls acr acs acth adhd adl adp aed afib aflutter aids aki ala alp als alt amd ami amox ams ana anca anion aortic apap aptt arb ards art asa asap asd
    ast atc atp auc avnrt avr azt bact bal bbb bca bid bipap bls bmi bmp bmt bnp bph bpm bps brca bsa bun bup cabg cad cap cbc cbt ccb cct ccu cdc cde
    cdiff ceph cfu cgm chads chf chol cipro ckd clia clopi cll cmp cmv cnl cns cobas copd cpap cpk cpr crp crrt csf cta cvc cvp cvvh cxr cyp dapt dbp dexa
    dic dka dlbcl dlco dmard dnr dnacpr doac doacs dpp dtap dts dvt ebv ecg echo ecmo eeg efs egd egfr eia ekg elisa emg ent eod ercp esa esbl esrd etoh
    etohism euthyroid evar ffp fev fio fluoro fob foley fos fsh ftt fvc gabap gad gcs gcsf gdm gerd gfr ggt gh ghb gib gist glp gnr gpc gram grbs gtn gtt
    haem hcc hct hctz hcv hdl heent heplock hfref hfpef hgb hib hida hipaa hit hiv hla hmg hpa hpv hsct hsv hus ibd ibs ibw icd icp icu idc iga igg igm
    ihd ii iii inr ira isth ivig ivpb jvd jvp kub kvo lad lae lasa lbbb ldh ldl lfts lft lle llq lmwh lns loc lsd lvad lvef lvh lytes macos maoi map mcv
    mdi mdma mdrd melas meld meds mgus mic mmse moca mri mrsa mssa nacl ndmr ngt nihss nnt noac nkda nkma npo nsaid nsaids nsr nstemi nsvt nyha ocd ocp
    oac ogtt orif osa otc pacs paco pao pca pci pcn pcp pcr pcwp peg pef perc perrla pfo pft phq picc picu pid pioped pkd plt plts pmh pnd pod poc ppd ppi
    pps prbc prn prolactin psa psvt pt pth ptsd ptt pvc pvd qid qtc rbc rbbb ref rhf rivarox rom ros rosc rsv rta rvsp sbar sbp sdh ser siadh sids sglt
    snf snri soap soapie sob spect spo ssri stat std stemi supp svr svt tavi tavr tba tbi tca tds tdd teg tee tft tia tibc tid tips tka tkr tlc tnf toe
    tpa tpn trop trops tsh ttr tts tto ttos turp txa udi ufh ulq uri usg uti vad vanc vanco vap vbg vit vkorc vldl vre vsd vte vtec wbc wnl xarelto abx
    afeb amio approx appt bilat cath coag cont dtr eval exam fam fup hep hosp hypo hyper imp inj insuff labs lymph maint mets metop micro neb nebs neuro
    norepi obs ophth ortho osteo palp parox path peds pharm phos postop pred preop prog prox psych pulm rads rehab resp rheum sats sched spec stim subcut
    supra surg susp sympt synth tabs tach tachy temp temps thx tylenol ultras uro vasc vent verif vert vols wks yrs zofran levo rx hx dx tx sx fx pmhx shx
    fhx psh nad hsm hjr oob prns abd ext cvs gu msk heme onc id derm gyn obgyn endo nephro gastro cards neurosurg crit ccm micu sicu nicu cticu pacu
    pharmd rph cphq bcps cacp cwocn fnp aprn crna lvn lpn cna hca rn np pa md do dds dmd phd mph msw mba bsc msc facc facp frcp mrcp mbbs mbchb lcsw bcacp
    bcgp cphT gphc nmc gmc fellow cc re fw fwd fyi eta etd iirc fwiw lol omg pls plz txt msg btw dob mrn ssn nok poa hcp phi pii npi dea ndc upc sku mon
    tue tues wed thu thur thurs fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec am pm est edt cst cdt mst mdt pst pdt gmt utc bst cet mg mcg
    kg ml dl mmol meq iu mmhg rpm mbq gpl feu uln lln abnl nl cpt hcpcs loinc snomed rxnorm rxcui rxbin rxpcn fhir hlvii cda ccda adt oru orm msh obx obr
    orc evn nk gt al zds json xml html csv tsv yaml toml sql sqlite http https url uuid utf ascii tcp udp dns tls ssl ssh api sdk cli gui cpu gpu ram ssd
    iso ietf rfc gpt llm rag mcp oauth jwt saml cors post get put delete patch head options args kwargs""".split()
)

PROGRAM_WORDS: Final = frozenset(
    """aiosqlite langfuse grafana datadog sentry anthropic asgi async asyncio checkpointer checkpoint config ctx datetime docker embeddings env errno fastapi
    fts gunicorn httpcore httpx hypothesis init iterable jsonpatch kubernetes kwarg langchain langgraph langserve langsmith linux localhost macos markdown
    middleware mypy namespace nginx ollama openai orjson param params parser postgres pregel prometheus py pydantic pytest python rapidfuzz readonly redis
    regex repr rxgraph schema serializer sqlite starlette stderr stdin stdout stdlib structlog subgraph timeout tokenizer toolnode traceback tuple typer
    ubuntu unicode unix uvicorn uvloop validator vm websocket websockets whl windows wsgi xdist yaml zstd github gitlab claude gemini llama mistral qwen
    deepseek sonnet opus haiku boolean whatsapp sms email emails online offline login logout username portal web website blog app apps wifi usb bluetooth
    modem router barcode ok okay hi hello hey hiya hola dear ta yeah yep nope hmm uh um oops wow ugh gonna wanna gotta dunno cuz cos lol haha ciao bonjour
    gracias danke bitte merci haemoglobin paracetamol anaesthesia anaesthetic oesophagus diarrhoea oedema haematology paediatric paediatrics gynaecology
    orthopaedic caesarean acct coll asst subj coord tmax tmin cmax auc copay voicemail telehealth ostomy doc bene addr attn jama nejm bmj lancet annex
    addendum healthcare flowsheet questionnaire ombudsman birthdate adress narne anticoagulant eligibility sheet worksheet checklist handover handoff
    signout intake readme pragma runtime identity mapping sigterm sigint dotall changelog kilos mins hrs tabs caps syr vials inj ampoule ampoules sachet
    sachets prefilled backend frontend dataset stacktrace hostname filename metadata timestamp uptime workflow chatbot dropdown popup sandbox rollback
    failover latency payload webhook lastlogin nonnull nullable enum str bool elif await tempfile todo fixme vite webpack nodejs npm pip conda git svn
    kafka rabbitmq celery django flask jinja nlp ocr pdf png jpg jpeg gif svg mpeg xlsx docx pptx dicom hl7 ccd ehr emr his lis ris cpoe mar emar bcma adc
    pyxis practise programme admin noreply psycopg asyncpg curl wget cron cronjob bot daemon nobody centre litre fibre colour favour behaviour tumour""".split()
)
"""Words of programs and of messages that no dictionary above has."""

MONTHS_AND_DAYS: Final = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday""".split()
)

BRANDS: Final = frozenset(
    """abixa adartrel adcirca adiro aggrastat ajovy aldactone alkeran amaryl aprovel arava arixtra arzerra aspirina asaflow augmentin avodart beriate
    beriplex betmiga bisocor bonviva brintellix brufen buscopan calciparine capoten cardioaspirin cardirene casodex cipramil cipralex clexane clivarin
    clopixol cofact concor confidex coversyl crestor cyklokapron deponit depakine diamicron digimerck dilatrend disgren disprin dolormin doxyval durogesic
    efient efferalgan emconcor entresto epanutin epilim esidrix eucreas euthyrox evista exacyl falithrom feiba flolan folfirinox folfiri folfox
    fortecortin forxiga fraxiparin fraxiparine fraxodi fucidin glivec glucophage goserelin haldol heparinoid hemlibra idelvion innohep istin iscover
    jantoven kcentra kaftrio kardegic kenacort keppra klacid konakion laevolac lanitop lasilix lescol levemir lixiana losec lovenox lyrica madopar
    marcoumar marcumar marevan meronem micardis mirapexin mono-embolex movicol naramig natrecor neupro nexium nivestim nootropil norvasc novalgin noxafil
    obsidan octaplex omacor orfiril panadol pantozol paracodin paralgin parkemed pentasa phenprocoumon plavix pletal ponstan pradaxa praxbind prestarium
    privigen procoralan prograf prothromplex prothrobin pulmicort ramipharm refludan remodulin revatio rezaline ritalin rivotril ryzodeg salofalk
    sandimmun seretide seroquel sevikar sintrom sinemet solu-medrol spasmolyt stalevo stilnox symbicort tambocor tardyferon tarivid tavanic tegretol
    temgesic ticlid toujeo tracleer tramal tranexamic trental triatec trombex tromboject tylex ultravist uniphyllin uromitexan valproat velcade venofer
    ventolin verapabene vesanoid viagra vivacor voltaren voltarol warfant warfilone wellvone xalatan xatral xeloda xience xyzal zaldiar zestril zibor
    zinnat zocor zomig zyloric calpol nurofen lemsip gaviscon imodium piriton benilexa kyleena mirena ozempic wegovy mounjaro rybelsus trulicity tresiba
    humalog novorapid lantus surgicel resilia inspiris sapien evolut watchman perclose angioseal onyx resolute synergy orsiro optifoam mepilex aquacel
    tegaderm steri durolane synvisc bravelle ensure fortisip glucerna nepro pediasure
    tepezza vyndamax vyndaqel tavneos filspari isturisa recorlev crenessity lybalvi briumvi adbry eucrisa vtama spevigo yupelri brenzavvy zegalogue
    natpara natazia beyaz annovera paragard sayana trogarzo livtencity vabomere fetroja xenleta zinplava aemcolo rezzayo brexafemme impavido lampit
    thymoglobulin mircera vafseo jesduvroq monoferric xphozah parsabiv rayaldee rydapt vanflyta idhifa reblozyl inrebic vonjo ojjaara sarclisa xpovio
    blenrep abecma carvykti tecvayli elrexfio talvey columvi epkinly lunsumio polivy zynlonta monjuvi kymriah yescarta tecartus breyanzi alunbrig
    tabrecta tepmetko gavreto rozlytrek vitrakvi enhertu piqray truqap orserdu rubraca talzenna pluvicto xofigo fotivda welireg libtayo jemperli zynyz
    loqtorzi opdualag lonsurf fruzaqla kanuma spinraza evrysdi zolgensma relyvrio qalsody vyvgart rystiggo zilbrysq ultomiris uplizna enspryng aduhelm
    zulresso olinvyk horizant odactra palforzia motegrity ibsrela talicia pylera helidac iqirvo livdelzi cholbam bylvay livmarli gattex zorbtive
    sucraid nemluvio ebglyss aklief winlevi amzeeq xepi vusion definity alyftrek bronchitol winrevair attruby amvuttra onpattro wainua tegsedi
    levosimendan
    andexxa vaxelis pediarix pentacel kinrix quadracel penbraya beyfortus hyperrab stamaril dukoral qdenga onetouch verio minimed ypsomed novopen
    kwikpen flexpen flextouch turbuhaler easyhaler aerochamber airsense dreamstation respironics paykel vpap ventec lifevest zio linq evera visia
    micra aveir linq aurora freestyle contour tslim
    claria amplia percepta advisa ensura protecta assurity quadra dynagen inogen accolade essentio edora evity eluna ilivia rivacor acticor promus
    taxus megatron magna corevalve portico acurate navitor mitraclip heartmate heartware thoratec triathlon mako duplex fourier""".split()
)
"""Medicines, stents and dressings under names that the knowledge base does not have."""
