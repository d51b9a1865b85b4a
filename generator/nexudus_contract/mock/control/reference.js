"use strict";

/**
 * Moves the example of a filter into its text. Swagger UI would fill examples in, the parameter's or else its schema's,
 * and a list with every filter set finds nothing.
 */
function leaveEmpty(parameter, schemas) {
  if (parameter.in !== "query" || parameter.required) return;
  const { $ref, ...own } = parameter.schema;
  const { example, examples, ...schema } = $ref ? { ...schemas[$ref.split("/").pop()], ...own } : own;
  const shown = parameter.example ?? example;
  if (shown !== undefined) parameter.description = `${parameter.description ?? ""}\n\nFor example: \`${shown}\``;
  parameter.schema = schema;
  delete parameter.example;
}

async function start() {
  const response = await fetch("/openapi.json");
  const spec = await response.json();
  const operations = Object.values(spec.paths).flatMap((path) => Object.values(path));
  const parameters = [...operations, ...Object.values(spec.paths)].flatMap((holder) => holder.parameters ?? []);
  for (const parameter of [...parameters, ...Object.values(spec.components.parameters)]) {
    leaveEmpty(parameter, spec.components.schemas);
  }
  SwaggerUIBundle({
    spec,
    dom_id: "#reference",
    deepLinking: true,
    displayOperationId: true,
    displayRequestDuration: true,
    defaultModelsExpandDepth: 0,
    // The badge would ask a validator elsewhere.
    validatorUrl: null,
  });
}

start().catch((error) => {
  document.getElementById("reference").textContent = `The reference cannot be shown: ${error.message}`;
});
