"""Checks the clients that other generators make of an OpenAPI description.

It makes a successful reply, an error and a request for each alternative of each endpoint, with every documented member.
The Python clients must read each as the right class and lose nothing. For TypeScript it writes a file that compiles only if
the types of replies, errors and choices can be told apart.

Usage: clients.py DESCRIPTION OPENAPI_PYTHON_CLIENT DATAMODEL_MODULE OPENAPI_TYPESCRIPT_FILE CHECK_FILE
It prints the number of checks and what it left out, then a line for each fault, and exits with 1 if there are any.
"""

import enum
import importlib
import importlib.util
import json
import math
import pathlib
import random
import re
import sys
from typing import get_args

import attrs
import httpx
import pydantic
import rstr
from openapi_python_client.strings import ClassName, PythonIdentifier

REF = "#/components/schemas/"
FORM = "multipart/form-data"
# The same texts in each run.
TEXTS = rstr.Rstr(random.Random(1))
sys.modules["rstr.xeger"].STAR_PLUS_LIMIT = 8


class Samples:
    """Makes documents that match schemas. Of several alternatives it takes the one whose turn it is."""

    def __init__(self, document, turn):
        self.schemas = document["components"]["schemas"]
        self.turn = turn
        # The components with members, of which the document consists.
        self.seen = set()

    def resolve(self, schema):
        while "$ref" in schema:
            schema = self.schemas[schema["$ref"].removeprefix(REF)]
        return schema

    def make(self, schema, around=()):
        """A document, within the components `around`."""
        if "$ref" in schema:
            name = schema["$ref"].removeprefix(REF)
            if self.schemas[name].get("properties"):
                self.seen.add(name)
            beside = {key: value for key, value in schema.items() if key != "$ref"}
            return self.make({**self.schemas[name], **beside}, (*around, name))
        if "anyOf" in schema and "type" in schema:
            # A list or a map that may be empty in spite of its limits.
            return self.make({**schema["anyOf"][-1], **{key: schema[key] for key in schema if key != "anyOf"}}, around)
        for key in ("oneOf", "anyOf"):
            if key in schema:
                ways = [way for way in schema[key] if way.get("type") != "null"]
                return self.make(ways[self.turn % len(ways) if key == "oneOf" else 0], around)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return schema["enum"][0]
        kind = schema.get("type", "any")
        if isinstance(kind, list):
            kind = next(one for one in kind if one != "null")
        return getattr(self, kind)(schema, around)

    def recurs(self, schema, around):
        """Whether a value of a member contains an object of a component around it."""
        ways = [schema, *schema.get("anyOf", [])]
        ways += [way["items"] for way in ways if "items" in way]
        return any(way.get("$ref", "").removeprefix(REF) in around for way in ways)

    def any(self, schema, around):
        return "anything"

    def object(self, schema, around):
        required = schema.get("required", [])
        members = {
            name: self.make(member, around)
            for name, member in schema.get("properties", {}).items()
            if name in required or (member.get("type") != "null" and not self.recurs(member, around))
        }
        values = schema.get("additionalProperties")
        if isinstance(values, dict) and values:
            members["key"] = self.make(values, around)
        return members

    def array(self, schema, around):
        items = self.resolve(schema["items"])
        # Every alternative. No more elements than needed if they contain each other, or there would be no end.
        name = schema["items"].get("$ref", "").removeprefix(REF)
        ways = 0 if name in around else len(items.get("oneOf", [None]))
        turn, elements = self.turn, []
        for at in range(max(schema.get("minItems", 0), min(ways, schema.get("maxItems", ways)))):
            self.turn = turn + at
            elements.append(self.make(schema["items"], around))
        self.turn = turn
        return elements

    def string(self, schema, around):
        if "pattern" in schema:
            texts = (TEXTS.xeger(schema["pattern"]) for _ in range(10_000))
            least, most = schema.get("minLength", 0), schema.get("maxLength", 1000)
            return next(text for text in texts if least <= len(text) <= most)
        return ("x" * max(schema.get("minLength", 0), 1))[: schema.get("maxLength")]

    def number(self, schema, around):
        taken = schema.get("not", {})
        taken = taken.get("enum", [taken.get("const")])
        least = schema.get("minimum", math.floor(schema.get("maximum", 7777)))
        return next(number for number in range(math.ceil(least), math.ceil(least) + 999) if number not in taken)

    integer = number

    def boolean(self, schema, around):
        return True


class Description:
    def __init__(self, document):
        self.document = document
        self.schemas = document["components"]["schemas"]
        self.operations = [
            operation for methods in document["paths"].values() for operation in methods.values()
        ]
        error = self.schemas["Error"]
        self.code = error["required"][0]

    def replies_with_file(self, operation):
        return "*/*" in operation["responses"]["200"]["content"]

    def reply(self, operation):
        """The names of the components for success and error; only that for the error if the reply is a file."""
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        return [way["$ref"].removeprefix(REF) for way in schema.get("oneOf", [schema])]

    def request(self, operation):
        """The name of the component for the body, if it has one."""
        content = operation.get("requestBody", {}).get("content", {})
        body = content.get("application/json", content.get(FORM, {})).get("schema", {})
        return body.get("$ref", "").removeprefix(REF) or None

    def files(self, operation):
        """The names of the members of the request that are files; `None` if it is not a form."""
        if FORM not in operation.get("requestBody", {}).get("content", {}):
            return None
        members = self.schemas[self.request(operation)]["properties"].items()
        return [name for name, schema in members if schema.get("format") == "binary"]

    def samples(self, name):
        """Documents of a component: one for each turn, until every alternative below it was used."""
        most = max((len(schema["oneOf"]) for schema in self.schemas.values() if "oneOf" in schema), default=1)
        for turn in range(most):
            samples = Samples(self.document, turn)
            yield samples.make({"$ref": REF + name}), samples.seen

    def choices(self):
        """Each component with alternatives, its tag, and the tag's value in each listed one."""
        for name, schema in self.schemas.items():
            ways = [way["$ref"].removeprefix(REF) for way in schema.get("oneOf", [])]
            tags = {}
            for way in ways:
                for member, value in self.schemas[way]["properties"].items():
                    if "const" in value and member != self.code:
                        tags.setdefault(member, {})[way] = value["const"]
            for tag, values in tags.items():
                yield name, tag, values, ways


class Attrs:
    """The models of openapi-python-client."""

    def __init__(self, folder):
        (package,) = [path for path in folder.iterdir() if (path / "client.py").exists()]
        sys.path.insert(0, str(folder))
        self.package = package.name
        self.models = importlib.import_module(f"{package.name}.models")
        self.client = importlib.import_module(f"{package.name}.client").Client(base_url="http://localhost")

    def name(self, component):
        return str(ClassName(component, ""))

    def parsed(self, operation, response):
        tag = PythonIdentifier(operation["tags"][0], "")
        module = PythonIdentifier(operation["operationId"], "")
        api = importlib.import_module(f"{self.package}.api.{tag}.{module}")
        return api._parse_response(client=self.client, response=response)

    def reply(self, operation, names, document):
        return self.parsed(operation, httpx.Response(200, json=document))

    def file(self, operation, status, content):
        """The content of a reply that is a file."""
        return self.parsed(operation, httpx.Response(int(status), content=content)).payload.read()

    def form(self, value):
        """The texts that are sent for the members of a form."""
        parts = {name: part[1] for name, part in value.to_multipart()}
        return {
            name: (part if isinstance(part, bytes) else part.getvalue()).decode() for name, part in parts.items()
        }

    def request(self, name, seen, document):
        # A union has no class of its own, so the alternative's class reads it.
        own = getattr(self.models, self.name(name), None)
        ways = [getattr(self.models, self.name(other)) for other in sorted(seen) if other.startswith(name)]
        return (own or ways[0]).from_dict(document)

    def written(self, value):
        # A file is a tuple of its name, content and media type.
        members = value.to_dict().items()
        return {name: part[1].getvalue().decode() if isinstance(part, tuple) else part for name, part in members}

    def walk(self, value, found):
        if attrs.has(type(value)):
            # The package's own class for files is not a component, and may have the name of one.
            if type(value).__module__ != f"{self.package}.types":
                found.append(value)
            for field in attrs.fields(type(value)):
                self.walk(getattr(value, field.name), found)
        elif isinstance(value, dict):
            for part in value.values():
                self.walk(part, found)
        elif isinstance(value, list):
            for part in value:
                self.walk(part, found)


class Pydantic:
    """The models of datamodel-code-generator."""

    def __init__(self, file):
        spec = importlib.util.spec_from_file_location("models", file)
        self.models = importlib.util.module_from_spec(spec)
        sys.modules["models"] = self.models
        spec.loader.exec_module(self.models)
        roots = [one for one in vars(self.models).values() if isinstance(one, type)]
        self.unions = {
            frozenset(part.__name__ for part in get_args(root.model_fields["root"].annotation)): root
            for root in roots
            if issubclass(root, pydantic.RootModel) and root is not pydantic.RootModel
            if all(isinstance(part, type) for part in get_args(root.model_fields["root"].annotation))
        }

    def name(self, component):
        return component

    def reply(self, operation, names, document):
        if len(names) == 1:
            return getattr(self.models, names[0]).model_validate(document)
        return self.unions[frozenset(names)].model_validate(document).root

    def request(self, name, seen, document):
        read = getattr(self.models, name).model_validate(document)
        return read.root if isinstance(read, pydantic.RootModel) else read

    def written(self, value):
        return self.plain(value.model_dump(by_alias=True, exclude_unset=True))

    def plain(self, value):
        """A dumped value as JSON. A dump in JSON would hide secrets."""
        match value:
            case dict():
                return {key: self.plain(part) for key, part in value.items()}
            case list() | set():
                return [self.plain(part) for part in value]
            case pydantic.SecretStr():
                return value.get_secret_value()
            case bytes():
                return value.decode()
            case enum.Enum():
                return value.value
        return value

    def walk(self, value, found):
        if isinstance(value, pydantic.BaseModel):
            found.append(value)
            for name in type(value).model_fields:
                self.walk(getattr(value, name), found)
        elif isinstance(value, dict):
            for part in value.values():
                self.walk(part, found)
        elif isinstance(value, list):
            for part in value:
                self.walk(part, found)


class Check:
    def __init__(self, description):
        self.description = description
        self.count = 0
        # The documents that a client cannot read because of a limit of its generator.
        self.left_out = 0
        self.faults = []

    def document(self, client, what, read, document, seen, expected=None):
        """Reads a document with a client, and looks at the classes and the members that come out."""
        self.count += 1
        what = f"{type(client).__name__} {what}"
        try:
            value = read()
            written = client.written(value)
        except Exception as error:
            self.faults.append(f"{what}: {type(error).__name__}: {str(error)[:300]}: {json.dumps(document)[:300]}")
            return
        if expected and type(value).__name__ != client.name(expected):
            self.faults.append(f"{what}: read as {type(value).__name__}, not as {expected}: {json.dumps(document)[:300]}")
            return
        found = []
        client.walk(value, found)
        known = {client.name(name) for name, schema in self.description.schemas.items() if schema.get("properties")}
        classes = {plain(type(one).__name__) for one in found} & {plain(name) for name in known}
        wanted = {plain(client.name(name)) for name in seen}
        if classes != wanted:
            self.faults.append(f"{what}: the classes {sorted(classes ^ wanted)} are missing or wrong")
        if written != document:
            self.faults.append(f"{what}: {json.dumps(document)} is written as {json.dumps(written)}")
        for one in found:
            extra = getattr(one, "additional_properties", None)
            if extra and type(one).__name__ in known:
                self.faults.append(f"{what}: {type(one).__name__} does not know {sorted(extra)}")

    def endpoints(self, client):
        for operation in self.description.operations:
            names, kinds = self.description.reply(operation), ("success", "error", "success without a code")
            if self.description.replies_with_file(operation):
                kinds = ("error",)
                if isinstance(client, Attrs):
                    self.file(client, operation)
                    # The client of openapi-python-client reads one media type for each status: here the file's.
                    self.left_out += len(list(self.description.samples(names[0])))
                    kinds = ()
            for name, what in zip(names, kinds):
                for document, seen in self.description.samples(name):
                    read = lambda: client.reply(operation, names, document)
                    # Of a choice, the alternative's class comes out.
                    ways = self.description.schemas[name].get("oneOf")
                    expected = None if ways else name
                    self.document(client, f"{operation['operationId']} {what}", read, document, seen, expected)
            request, files = self.description.request(operation), self.description.files(operation)
            for document, seen in self.description.samples(request) if request else []:
                contents = {name: document[name].encode() for name in files or [] if name in document}
                read = lambda: client.request(request, seen, {**document, **contents})
                self.document(client, f"{operation['operationId']} request", read, document, seen)
                if files is not None and isinstance(client, Attrs):
                    self.form(client, operation, read, document)

    def file(self, client, operation):
        """Reads a file, and a part of one."""
        for status, response in operation["responses"].items():
            if "*/*" in response["content"]:
                self.count += 1
                content = client.file(operation, status, b"GIF89a")
                if content != b"GIF89a":
                    self.faults.append(f"{operation['operationId']}: the file of status {status} is read as {content}")

    def form(self, client, operation, read, document):
        """Sends a form."""
        self.count += 1
        sent = client.form(read())
        texts = {name: part if isinstance(part, str) else json.dumps(part) for name, part in document.items()}
        if sent != texts:
            self.faults.append(f"{operation['operationId']}: the form {texts} is sent as {sent}")


def plain(name):
    """The name of a class without a number: generators number the classes for schemas with rules."""
    return re.sub("[0-9]+$", "", name)


def typescript(description, types):
    """A file that compiles only if success, error and choice of each endpoint can be told apart."""
    code = json.dumps(description.code)
    lines = [
        f'import type {{ components, operations }} from "./{types}";',
        'type Schemas = components["schemas"];',
        "type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;",
    ]
    for at, operation in enumerate(description.operations):
        names = description.reply(operation)
        own = f'operations[{json.dumps(operation["operationId"])}]'
        content = f'{own}["responses"][200]["content"]'
        if description.files(operation) is not None:
            form = f'NonNullable<{own}["requestBody"]>["content"][{json.dumps(FORM)}]'
            lines.append(f"const form{at}: Same<{form}, Schemas[{json.dumps(description.request(operation))}]> = true;")
        if description.replies_with_file(operation):
            lines.append(f'const file{at}: Same<{content}["*/*"], string> = true;')
            lines.append(f'const error{at}: Same<{content}["application/json"], Schemas[{json.dumps(names[0])}]> = true;')
            continue
        success, error, *without_code = (f"Schemas[{json.dumps(name)}]" for name in names)
        first, _ = next(description.samples(names[0]))
        value = json.dumps(first[description.code])
        good = f"{{ {code}: {value} }}"
        other = f"{good} | {{ {code}?: null }}" if without_code else good
        reply = f'{content}["application/json"]'
        lines += [
            f"type Reply{at} = {reply};",
            f"const success{at}: Same<Extract<Reply{at}, {good}>, {success}> = true;",
            f"const error{at}: Same<Exclude<Reply{at}, {other}>, {error}> = true;",
            f"function succeeded{at}(reply: Reply{at}): reply is Extract<Reply{at}, {good}> {{",
            f"    return reply[{code}] === {value};",
            "}",
            f"function read{at}(reply: Reply{at}): {' | '.join([success, error, *without_code])} {{",
            f"    if (succeeded{at}(reply)) {{ const good: {success} = reply; return good; }}",
            f"    if (reply[{code}] != null) {{ const bad: {error} = reply; return bad; }}",
            "    return reply;",
            "}",
            f"function fail{at}(reply: Reply{at}): {error} | null {{",
            f"    if (reply[{code}] == null || reply[{code}] === {value}) return null;",
            f"    const bad: {error} = reply; return bad;",
            "}",
        ]
        for name in description.reply(operation):
            for turn, (document, _) in enumerate(description.samples(name)):
                lines.append(f"const sample{at}_{name}_{turn}: Reply{at} = {json.dumps(document)};")
        request = description.request(operation)
        for turn, (document, _) in enumerate(description.samples(request) if request else []):
            lines.append(f"const request{at}_{turn}: Schemas[{json.dumps(request)}] = {json.dumps(document)};")
    for at, (name, tag, values, ways) in enumerate(description.choices()):
        whole, tag = f"Schemas[{json.dumps(name)}]", json.dumps(tag)
        for number, (way, value) in enumerate(values.items()):
            value, own = json.dumps(value), f"Schemas[{json.dumps(way)}]"
            lines.append(f"const way{at}_{number}: Same<Extract<{whole}, {{ {tag}: {value} }}>, {own}> = true;")
            if all(other in values or "type" in other for other in ways):
                lines.append(f"function pick{at}_{number}(whole: {whole}): {own} | null {{")
                lines.append(f"    return whole[{tag}] === {value} ? whole : null;")
                lines.append("}")
    return "\n".join(lines) + "\nexport {};\n"


def main():
    description, attrs_folder, pydantic_file, types, check_file = map(pathlib.Path, sys.argv[1:])
    description = Description(json.loads(description.read_text()))
    check = Check(description)
    for client in (Attrs(attrs_folder), Pydantic(pydantic_file)):
        check.endpoints(client)
    check_file.write_text(typescript(description, types.stem))
    left_out = f", without {check.left_out} errors in place of files" if check.left_out else ""
    print(f"{check.count} documents{left_out}")
    print("\n".join(check.faults))
    sys.exit(bool(check.faults))


main()
