"""Drives the vendor's SDK for Python by the steps of b2b.jsonl or consumer.jsonl; README.md says how."""

import asyncio
import base64
import hmac
import inspect
import json
import os
import re
import struct
import sys
import time
import typing
import urllib.request
import warnings
from collections import Counter
from pathlib import Path

warnings.simplefilter("ignore")
sys.path.insert(0, os.environ["SDK"])
import pydantic_core  # noqa: E402
import stytch  # noqa: E402
from stytch.core.response_base import StytchError  # noqa: E402
from stytch.shared.method_options import Authorization  # noqa: E402
from stytch.version import __version__  # noqa: E402

vertical, asynchronous = sys.argv[1], "async" in sys.argv[2:]
url = os.environ["BASE_URL"]
steps = [json.loads(line) for line in (Path(__file__).parent.parent / f"{vertical}.jsonl").open()]


def client():
    kind = stytch.B2BClient if vertical == "b2b" else stytch.Client
    return kind(
        project_id=os.environ["PROJECT_ID"],
        secret=os.environ["SECRET"],
        environment=url,
        fraud_environment=url,
    )


def plain(name):
    return name.replace("_", "").lower()


def operations(owner, path=()):
    """Methods below a client, by their path without underscores: organizations.members.create."""
    found = {}
    for name, value in vars(owner).items():
        if ".api." not in type(value).__module__ or name == "policy_cache":
            continue
        for method, function in inspect.getmembers(value, inspect.ismethod):
            if method.startswith("_") or method.endswith("_async"):
                continue
            chosen = getattr(value, f"{method}_async", function) if asynchronous else function
            found[".".join(map(plain, (*path, name, method)))] = chosen
        found |= operations(value, (*path, name))
    return found


def classes(hint):
    """Classes that an annotation names, those inside Optional and Union too."""
    if typing.get_origin(hint) is typing.Union:
        return [found for inner in typing.get_args(hint) for found in classes(inner)]
    return [typing.get_origin(hint) or hint]


def arguments(method, step):
    hints = typing.get_type_hints(method)
    sent = dict(step.get("with", {}))
    # A local check takes the object only, an operation the object or a dictionary.
    for name, value in sent.items():
        if isinstance(value, dict) and dict not in classes(hints[name]):
            sent[name] = classes(hints[name])[0](**value)
    if "as" in step:
        options = next(known for known in classes(hints["method_options"]) if known is not type(None))
        sent["method_options"] = options(authorization=Authorization(**step["as"]))
    return sent


def totp(secret):
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def http(step):
    method, path = step["http"].split(" ")
    body = json.dumps(step["with"]).encode() if "with" in step else None
    request = urllib.request.Request(url + path, body, {"content-type": "application/json"}, method=method)
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def find(value, path):
    for key in path.split("."):
        value = value[int(key) if key.isdigit() else key]
    return value


async def call(method, step):
    result = method(**arguments(method, step))
    if inspect.isasyncgen(result):
        result = [part async for part in result]
    elif inspect.isawaitable(result):
        result = await result
    return pydantic_core.to_jsonable_python(list(result) if inspect.isgenerator(result) else result)


async def main():
    sdk = client()
    known = operations(sdk)
    values, called, skipped, counts, faults = {}, set(), set(), Counter(), []
    sdk_name = "Python async" if asynchronous else "Python"

    def fill(value):
        if isinstance(value, str):
            return re.sub(r"\{(\w+)\}", lambda match: str(values[match[1]]), value)
        if isinstance(value, list):
            return [fill(inner) for inner in value]
        return {key: fill(inner) for key, inner in value.items()} if isinstance(value, dict) else value

    for template in steps:
        name = plain(template.get("call", ""))
        if sdk_name in template.get("faulty", []) or (name and name not in known):
            counts["not in this SDK" if name not in known else "faulty in this SDK"] += 1
            skipped.add(name)
            continue
        try:
            step = {key: value if key in ("save", "faulty") else fill(value) for key, value in template.items()}
            if "totp" in step:
                values["totp"] = totp(step["totp"])
                continue
            result = await call(known[name], step) if name else http(step)
            values |= {saved: find(result, path) for saved, path in template.get("save", {}).items()}
            outcome = None
        except StytchError as error:
            details = error.details
            outcome = details.error_type or f"{details.error_message} {error.__cause__}"
        except Exception as error:  # The SDK could not read the response, or the step cannot be made.
            outcome = f"{type(error).__name__}: {error}"
        if name:
            called.add(name)
            counts["200" if outcome is None else "error"] += 1
        if outcome != template.get("error"):
            faults.append(f"{template}: {outcome}")
    await sdk.close()

    left = sorted(known.keys() - called - skipped)
    print(f"{sdk_name} {__version__}, {vertical}: {len(called)} of {len(known)} operations,", dict(counts))
    for name in left:
        print("not called:", name)
    for fault in faults:
        print("FAULT", fault)
    sys.exit(bool(faults or left))


asyncio.run(main())
