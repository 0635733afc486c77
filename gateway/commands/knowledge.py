"""`rxgraph knowledge`: what the knowledge base holds."""

from __future__ import annotations

from typing import Annotated

import typer

from gateway.console import emit, emit_json, fail

app = typer.Typer(no_args_is_help=True, help="Show and check the knowledge base.")


@app.command()
def stats(as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False) -> None:
    """Count drugs, names, sources, interaction records and guideline passages."""
    from knowledge.store import knowledge_base

    found = knowledge_base().stats()
    if as_json:
        emit_json(found)
        return
    for key, value in found.items():
        emit(f"{key:13} {value}")


@app.command()
def show(
    drug: Annotated[str, typer.Argument(help="Drug: generic or brand name.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Show a drug's record: names, classes, facts, doses, traits, with their sources."""
    from knowledge.names import resolve
    from knowledge.store import knowledge_base

    named, base = resolve(drug), knowledge_base()
    if named.status != "known":
        offered = named.suggestions or named.drugs[:8]
        fail(f"{drug!r} is not one drug of the knowledge base." + (f" Did you mean {', '.join(offered)}?" if offered else ""))
    record = dict(base.drug(named.drugs[0]) or {})
    traits = {t.trait: {"level": t.level, "source": t.source, "section": t.section} for t in base.traits(named.drugs[0]).values()}
    keys = sorted(
        {b["source"] for p in ("facts", "doses", "renal", "hepatic", "criteria") for b in record.get(p, ())}
        | {t["source"] for t in traits.values()}
    )
    sources = {k: {"title": s.title, "year": s.year, "url": s.url} for k in keys for s in (base.source(k),)}
    if as_json:
        emit_json({**record, "traits": traits, "sources": sources})
        return
    emit(f"{record['name']} ({record['mechanism_class']}); curation: {record['curation']}")
    emit(f"  synonyms: {', '.join(record.get('synonyms', ())) or 'none'}")
    emit(f"  brands: {', '.join(record.get('brands', ())) or 'none'}")
    emit(f"  groups: {', '.join(record.get('groups', ())) or 'none'}")
    for fact in record.get("facts", ()):
        emit(f"  {fact['topic']}{'/' + fact['aspect'] if fact.get('aspect') else ''}: {fact['text']} [{fact['source']} {fact['section']}]")
    for item in record.get("doses", ()):
        emit(f"  dose, {item['indication']}: {item['text']} [{item['source']} {item['section']}]")
    for name, trait in traits.items():
        emit(f"  trait {name} = {trait['level']} [{trait['source']} {trait['section']}]")
    for key, source in sources.items():
        emit(f"  source {key}: {source['title']} ({source['year']}). {source['url']}")


@app.command()
def explain(
    drug_a: Annotated[str, typer.Argument(help="One drug: generic or brand name.")],
    drug_b: Annotated[str, typer.Argument(help="The other drug.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False,
) -> None:
    """Show every record and rule that was considered between two drugs, what won and why.

    Example: rxgraph knowledge explain clarithromycin fluconazole
    """
    from dataclasses import asdict

    from knowledge.interactions import explain as considered
    from knowledge.names import resolve

    named = [resolve(drug) for drug in (drug_a, drug_b)]
    for side in named:
        if side.status != "known":
            offered = side.suggestions or side.drugs[:8]
            fail(f"{side.text!r} is not one drug of the knowledge base." + (f" Did you mean {', '.join(offered)}?" if offered else ""))
    first, second = named[0].drugs[0], named[1].drugs[0]
    if first == second:
        fail(f"{drug_a!r} and {drug_b!r} are the same drug ({first})")
    found, answer = considered(first, second)
    if as_json:
        emit_json({"drug_a": first, "drug_b": second, "severity": answer.severity, "considered": [asdict(c) for c in found]})
        return
    emit(f"{first} + {second}: {answer.severity.replace('_', ' ')}{f', rating {answer.rating}' if answer.rating else ''}")
    for c in found:
        emit(f"  {'*' if c.won else ' '} {c.layer:12} {c.name}: {c.severity} {c.rating}; {c.why}")
    if not found:
        emit("  no record and no rule speaks of them")


@app.command()
def verify(as_json: Annotated[bool, typer.Option("--json", help="Print one object.")] = False) -> None:
    """Check every record, and how the files fit together.

    Fields, dosing bands without gap or overlap, traits without contradiction, sources that resolve, names that stand once, no record, rule
    or exclusion that can never speak. Faults end in exit code 2, each with file and record.
    """
    from knowledge.validate import FACTS, read_all

    files = read_all(FACTS.rglob("*.toml"))
    counts = {
        "files": len(files),
        "drugs": sum(len(f.drugs) for f in files.values()),
        "sources": sum(len(f.sources) for f in files.values()),
        "interaction records": sum(len(f.interactions) for f in files.values()),
        "mechanism rules": sum(len(r.expanded()) for f in files.values() for r in f.rules),
        "list risks": sum(len(f.list_risks) for f in files.values()),
        "conditions": sum(len(f.conditions) for f in files.values()),
        "passages": sum(len(f.passages) for f in files.values()),
        "drugs checked by a second reader": sum(len(f.drugs) for f in files.values() if f.info.review == "second_reader"),
    }
    if as_json:
        emit_json({"valid": True, **{key.replace(" ", "_"): value for key, value in counts.items()}})
        return
    emit("valid: " + ", ".join(f"{value} {key}" for key, value in counts.items()))
