"use strict";

const methods = ["get", "post", "put", "patch", "delete"];

/** An element with text and children; never with HTML, so that nothing in the description can be markup. */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function resolve(schema, api) {
  const name = schema && schema.$ref && schema.$ref.split("/").pop();
  return name ? api.components.schemas[name] : schema;
}

/** A schema in a few words: "string", "array of Member", "one of viewer, editor". */
function words(schema) {
  if (!schema) return "anything";
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.enum) return "one of " + schema.enum.filter((value) => value !== null).join(", ");
  const choices = schema.oneOf || schema.anyOf;
  if (choices) return choices.filter((choice) => choice.type !== "null").map(words).join(" or ");
  const types = [].concat(schema.type || "anything").filter((type) => type !== "null");
  if (types.includes("array")) return "array of " + words(schema.items);
  return types.join(" or ") + (schema.format ? " (" + schema.format + ")" : "");
}

function table(caption, heads, rows) {
  if (rows.length === 0) return null;
  const head = make("tr", {}, ...heads.map((text) => make("th", { scope: "col" }, text)));
  const body = rows.map((cells) => make("tr", {}, ...cells.map((cell) => make("td", {}, cell))));
  return make("section", {}, make("h3", {}, caption), make("table", {}, make("thead", {}, head), make("tbody", {}, ...body)));
}

function fields(schema, api) {
  const resolved = resolve(schema, api) || {};
  const required = resolved.required || [];
  return Object.entries(resolved.properties || {}).map(([name, property]) => [
    make("code", {}, name), words(property) + (required.includes(name) ? ", required" : ""), property.description || "",
  ]);
}

function request(operation, api) {
  const media = operation.requestBody && operation.requestBody.content && operation.requestBody.content["application/json"];
  if (!media) return [];
  const parts = [table("Body: " + words(media.schema), ["Field", "Type", "Meaning"], fields(media.schema, api))];
  if (media.example) parts.push(make("h3", {}, "Example"), make("pre", { tabindex: "0" }, make("code", {}, JSON.stringify(media.example, null, 2))));
  return parts;
}

function answers(operation, api) {
  return Object.entries(operation.responses || {}).flatMap(([status, response]) => {
    const media = response.content && Object.values(response.content)[0];
    const shown = make("p", {}, make("strong", {}, status), " " + (response.description || "") + (media && media.schema ? " (" + words(media.schema) + ")" : ""));
    const inside = status.startsWith("2") && media ? fields(media.schema, api) : [];
    return [shown, table("Fields of the answer", ["Field", "Type", "Meaning"], inside)];
  });
}

function show(path, method, operation, api) {
  const parameters = (operation.parameters || []).map((p) => [make("code", {}, p.name), p.in + ", " + words(p.schema) + (p.required ? ", required" : ""), p.description || ""]);
  const summary = make("summary", {}, make("span", { class: "method" }, method.toUpperCase()), make("code", {}, path), make("span", { class: "what" }, operation.summary || ""));
  const body = make("div", { class: "body" }, table("Parameters", ["Name", "Where and what", "Meaning"], parameters),
    ...request(operation, api), make("h3", {}, "Answers"), ...answers(operation, api));
  const details = make("details", {}, summary, body);
  details.dataset.words = (method + " " + path + " " + (operation.summary || "") + " " + (operation.tags || []).join(" ")).toLowerCase();
  return details;
}

function render(api) {
  document.getElementById("about").textContent = api.info.description || "";
  const groups = new Map();
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of methods.filter((m) => item[m])) {
      const tag = (item[method].tags || ["Other"])[0];
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push(show(path, method, item[method], api));
    }
  }
  for (const [tag, operations] of [...groups].sort(([a], [b]) => a.localeCompare(b))) {
    const id = "group-" + tag.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    document.getElementById("groups").append(make("li", {}, make("a", { href: "#" + id }, tag)));
    document.getElementById("operations").append(make("section", { "aria-labelledby": id }, make("h2", { id }, tag), ...operations));
  }
  count();
}

function count() {
  const wanted = document.getElementById("filter").value.trim().toLowerCase();
  const all = [...document.querySelectorAll("details")];
  for (const one of all) one.hidden = !one.dataset.words.includes(wanted);
  for (const section of document.querySelectorAll("main > section")) section.hidden = !section.querySelector("details:not([hidden])");
  const left = all.filter((one) => !one.hidden).length;
  document.getElementById("count").textContent = left + " of " + all.length + " operations";
}

document.getElementById("filter").addEventListener("input", count);
fetch("/openapi/v1.json")
  .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error("status " + answer.status))))
  .then(render)
  .catch((error) => { document.getElementById("about").textContent = "The description could not be read: " + error.message; });
