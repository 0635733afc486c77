"""`rxgraph knowledge`: stats, show and verify."""

from __future__ import annotations

import re

from tests.gateway.conftest import Cli


def test_stats_count_what_there_is(cli: Cli) -> None:
    found = cli.run("knowledge", "stats", "--json").json()
    assert set(found) == {
        "drugs", "names", "sources", "interactions", "rules", "passages", "complete", "assessed", "renal_bands", "renal", "hepatic",
    }  # fmt: skip
    assert found["renal_bands"] >= 250 and found["hepatic"] >= 120
    assert all(isinstance(n, int) and n > 0 for n in found.values())
    assert 80 <= found["complete"] <= found["drugs"] < found["names"]
    text = cli.quick("knowledge", "stats").out
    assert re.search(rf"^drugs +{found['drugs']}$", text, re.M)


def test_show_takes_a_brand_name_and_gives_a_sourced_record(cli: Cli) -> None:
    found = cli.quick("knowledge", "show", "Coumadin", "--json").json()
    assert found["name"] == "warfarin"
    assert "coumadin" in [b.lower() for b in found["brands"]]
    assert found["facts"]
    for fact in found["facts"]:
        assert fact["text"]
        assert found["sources"][fact["source"]]["url"].startswith("http")
    text = cli.quick("knowledge", "show", "warfarin").out
    assert text.startswith("warfarin (")
    for part in ("  brands: ", "  dose, ", "  source "):
        assert part in text


def test_show_of_an_unknown_name_offers_the_nearest(cli: Cli) -> None:
    done = cli.quick("knowledge", "show", "warfrin")
    assert (done.code, done.out) == (2, "")
    assert "Did you mean warfarin" in done.err
    assert cli.quick("knowledge", "show", "zzqxonib").code == 2


def test_verify_reads_every_file(cli: Cli) -> None:
    done = cli.run("knowledge", "verify")
    assert done.code == 0, done.err
    assert re.match(r"valid: \d+ files, \d+ drugs, \d+ sources, \d+ interaction records, \d+ mechanism rules, ", done.out)
    as_object = cli.quick("knowledge", "verify", "--json").json()
    assert as_object["valid"] and as_object["mechanism_rules"] > 100 and as_object["conditions"] and as_object["list_risks"]
