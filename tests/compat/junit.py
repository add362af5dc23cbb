"""Reads JUnit XML that flowproof wrote with a validator and a parser that are not ours. Arguments: the XML, and the JSON report of the same run."""

import json
import pathlib
import sys

import junitparser
import xmlschema

failed = 0


def check(name, holds, seen=""):
    global failed
    print(f"{'ok   ' if holds else 'FAIL '} junit   {name}{'' if holds else f': {seen}'}")
    failed |= not holds


here = pathlib.Path(__file__).parent
xml, report = sys.argv[1:]
schema = xmlschema.XMLSchema(str(here / "junit.xsd"))
errors = [error.reason for error in schema.iter_errors(xml)]
check("is of the schema", not errors, errors[:3])

lines = [json.loads(line) for line in open(report, encoding="utf-8")]
ended = {line["case"]["index"]: line for line in lines if line["event"] == "case_ended"}
names = [": ".join(filter(None, (line["case"]["scenario"], line["case"].get("case")))) for _, line in sorted(ended.items())]
read = junitparser.JUnitXml.fromfile(xml)
cases = [case for suite in read for case in suite]
check("has every case once, in order", [case.name for case in cases] == names, [case.name for case in cases][:5])


def verdict(case):
    for result in case.result:
        if isinstance(result, junitparser.Skipped):
            return "skipped"
        if isinstance(result, (junitparser.Failure, junitparser.Error)):
            return result.type
    return "passed"


said = [line["verdict"] for _, line in sorted(ended.items())]
# A flaky case is one that passed: readers tell it by its attempts.
check("says each verdict", [verdict(case).replace("flaky", "passed") for case in cases] == [one.replace("flaky", "passed") for one in said], said)
sums = (read.tests, read.skipped, read.failures, read.errors)
red = sum(one in ("failed", "unverifiable") for one in said)
wrong = sum(one in ("unsupported", "errored", "unfit", "interrupted") for one in said)
check("counts them", sums == (len(said), said.count("skipped"), red, wrong), sums)
sys.exit(failed)
