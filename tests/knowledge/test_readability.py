"""The grade formula, the syllable counter and the way a text is cut into words and sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.readability import flesch_kincaid_grade, grade_without, syllables

WORDS: dict[int, str] = {
    1: """
        a the dose take takes pill use used age ice eye eyes one two due are ear oil she he be me blue shoe shoes does goes tea
        sea fruit juice bruise build guide quick heart breath breathe breathes cough throat whole while pale mile miles rule style
        scale smile called curled crawled styled filled tired fire hour our you your you're yes year yet once don't can't won't
        aren't they'll it's I'm tongue tongues vague plague plaque aches ache clothes gloves hives bleed shed played stayed tried
        hear pier priest real friend rhyme red need sure mouth cream blood worse skin pain pills sleep drive drink food large
        small stop start cause feel eat milk test rest chest rash itch phone nurse swell weak weight lungs bone joint gut scar
        wound healed caused moved raised closed changed helped worked passed missed dark cold birth
    """,
    2: """
        doses prescribed any ago via icy ion every evening evenings business people table tables apple little muscle acre litre
        handled doubled hundred needed started increased argue value values issue issues rescue tissue fatigue movie doctor being
        going doing trying dying staying seeing diet quiet science fluid liquid ruin safely safety closely likely rarely careful
        useful useless movement statement soreness tiredness something sometimes someone somewhere nosebleed nosebleeds grapefruit
        lifetime lifestyle household baseline therefore homemade forehead maybe acne herpes headache headaches reaches teaches
        inches rashes causes dosage minutes protein caffeine vaccine syringe special partial patient patients ancient question
        section surgeon million onion union junior senior ocean region fashion female sterile capsule capsules create react spasm
        rhythm didn't doesn't shouldn't haven't isn't carried worried varied studied followed delayed enjoyed exceed agreed indeed
        reviewed before become layer player loyal beyond people's asthma illness redness supplies agrees employed client trial
        prior dial cashier soldier iron liver kidney kidneys mayor buyer lawyer series rabies feces species bodies babies studies
        whereas eyelid eyesight unless witness cement require dizzy nursing suing water thyroid steroid marriage blister really
        bleeding anxious tablets bottle daily refill swallow stomach empty fever sudden severe problem after again also always
        often drinking driving reduce lower higher clotting bruising pressure sugar weakness yellow urine chewing sunlight outside
        dryness harmful pregnant infant children finish feeling machine exposed blisters treated control relieve allowed surface
        noises prepared combined advised seizure fainting heartbeat wheezing liquids measured teaspoon approved
    """,
    3: """
        continue stomachache area continued medicine idea ideas urea nausea apnea radio ratio video period serious various
        previous obvious usual gradual actual annual medium sodium calcium lithium reaction reactions calories allergies injuries
        carrier easier earlier heavier happier healthier pharmacist aspirin supplement element complement settlement management
        requirement completely severely carefully caregiver measurement arrangement violent biopsy idiot influence graduate
        nuclear linear recipe syncope anyone everyone everything everyday employee media nutrient suicide genuine tomatoes
        molecule molecules difficult infection prescription emotion opinion companion behavior created creation creative dialing
        whenever wherever forever however potatoes remember tomorrow vomiting abdomen hospital audience scientist contagious
        religious delicious precaution pancreas cornea trachea hypnotic exercise poisoning efficient sufficient initial essential
        official genius allergic alcohol suddenly possible pharmacy another antacid vitamin operate together dangerous overdose
        injection yellowing swallowing following disorder several directions hydrated container prevented provider prescriber
        effective poisonous breastfeeding supplements
    """,
    4: """
        potassium diarrhea inferior posterior priority harmonious metabolize medication ibuprofen continuing librarian January
        society variety diabetes anemia bacteria insomnia dialysis immediate appropriate associate appreciate initiate experience
        ingredient ingredients convenient influenza creatinine anxiety evaluate situation information emergency temperature
        February especially deficiency efficiency dietary necessary pneumonia pediatric reality arrhythmia suicidal psychiatrist
        anesthesia palpitations interaction interactions ability constipation bacterial unusual cholesterol serotonin usually
        gradually dehydrated refrigerate irregular recommended available discontinue ovulation tolerated diuretic
    """,
    5: """
        immediately association evaluation antibiotic subcutaneous coagulation cardiology physiology metabolism antibiotics
    """,
    6: """
        anticoagulant osteoporosis acetaminophen hypoglycemia
    """,
}
"""Words by their number of syllables in ordinary American speech, counted by hand."""


class TestGrade:
    """The formula."""

    def test_expected_value(self) -> None:
        """The grade of known counts."""
        assert flesch_kincaid_grade(words=100, sentences=10, syllables=130) == pytest.approx(3.65, rel=1e-3)

    @pytest.mark.parametrize(("words", "sentences"), [(0, 1), (1, 0), (0, 0), (-1, 1), (1, -1)])
    def test_no_words_or_sentences(self, words: int, sentences: int) -> None:
        """Nothing to read has no grade."""
        with pytest.raises(ValueError, match="at least one word and one sentence"):
            flesch_kincaid_grade(words, sentences, 1)

    @given(st.integers(1, 10_000), st.integers(1, 1_000), st.integers(1, 30_000))
    def test_longer_is_harder(self, words: int, sentences: int, count: int) -> None:
        """More syllables are harder, more sentences easier."""
        grade = flesch_kincaid_grade(words, sentences, count)
        assert flesch_kincaid_grade(words, sentences, count + 1) > grade > flesch_kincaid_grade(words, sentences + 1, count)


class TestSyllables:
    """The counter."""

    @pytest.mark.parametrize("count", WORDS)
    def test_known_words(self, count: int) -> None:
        """Everyday and medical words have the number of syllables that people say."""
        found = {word: syllables(word) for word in WORDS[count].split()}
        assert {word: n for word, n in found.items() if n != count} == {}

    @pytest.mark.parametrize(
        ("word", "other"), [("people", "PEOPLE"), ("doesn't", "doesn\u2019t"), ("take", "take."), ("doctor", "doctor's")]
    )
    def test_spelling_does_not_matter(self, word: str, other: str) -> None:
        """Case, the kind of apostrophe and points around a word change nothing."""
        assert syllables(word) == syllables(other)

    @given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz'", max_size=30))
    def test_at_least_one_and_no_more_than_letters(self, word: str) -> None:
        """Any string of letters has a count between one and its length."""
        assert 1 <= syllables(word) <= max(1, len(word))
        assert syllables(word) == syllables(word.upper())

    @given(st.text(max_size=30))
    def test_never_fails(self, word: str) -> None:
        """Any text has a count."""
        assert syllables(word) >= 1


class TestText:
    """Words and sentences of a text."""

    @pytest.mark.parametrize("text", ["", " \n", "5, 2.5 %", "...!?"])
    def test_without_words(self, text: str) -> None:
        """No words, grade 0."""
        assert grade_without(text) == 0.0

    @pytest.mark.parametrize(
        ("text", "words", "sentences", "count"),
        [
            ("Take it now", 3, 1, 3),
            ("Take it now. Then rest.", 5, 2, 5),
            ("Take it now! Rest? Yes.", 5, 3, 5),
            ("Take it now...", 3, 1, 3),
            ("Take 5. Then rest.", 3, 2, 3),
            ("Take 2.5 now.", 2, 1, 2),
            ("Take this: one now; one then.", 6, 3, 6),
            ("Take it at 10:30 now", 4, 1, 4),
            ("Take one\nThen rest\n\nYes", 5, 3, 5),
            ("- one\n- two\n", 2, 2, 2),
            ("Eat figs, e.g. raw, vs. cooked.", 6, 1, 6),
            ("Take it at 8 a.m. with food.", 6, 1, 6),
            ("Take it at 8 a.m. Then rest.", 6, 2, 6),
            ("See Dr. Lee now.", 4, 1, 4),
            ('He said "Stop." Then rest.', 5, 2, 5),
            ("See cdc.gov now.", 4, 1, 4),
            ("Don\u2019t stop.", 2, 1, 2),
            ("Don't stop.", 2, 1, 2),
        ],
    )
    def test_words_and_sentences(self, text: str, words: int, sentences: int, count: int) -> None:
        """A sentence ends at its point, not inside a number, an abbreviation or an address."""
        assert grade_without(text) == pytest.approx(flesch_kincaid_grade(words, sentences, count))

    def test_names_are_left_out(self) -> None:
        """A drug's name counts neither as a word nor by its syllables, also with 's and in capitals."""
        plain = grade_without("Take with food. Keep it dry.")
        names = {"hydrochlorothiazide"}
        assert grade_without("Take hydrochlorothiazide with food. Keep it dry.", names) == plain
        assert grade_without("Take HYDROCHLOROTHIAZIDE's with food. Keep it dry.", names) == plain
        assert grade_without("Take hydrochlorothiazide\u2019s with food. Keep it dry.", names) == plain
        assert grade_without("Take hydrochlorothiazide with food. Keep it dry.") > plain
        assert grade_without("Hydrochlorothiazide.", names) == 0.0

    def test_plain_advice_is_easy_and_a_label_is_not(self) -> None:
        """Counseling in short words is under grade 6; the text of a label is far above."""
        advice = "Take this medicine with food. If you miss a dose, take it when you think of it. Do not take two. Call your doctor."
        label = (
            "Concomitant administration of anticoagulants substantially increases the probability of gastrointestinal haemorrhage, "
            "particularly in elderly individuals with established renal insufficiency."
        )
        assert grade_without(advice) < 4
        assert grade_without(label) > 14

    @given(st.text(max_size=200))
    def test_never_fails(self, text: str) -> None:
        """Any text has a finite grade."""
        assert -16 < grade_without(text) < 2_500
