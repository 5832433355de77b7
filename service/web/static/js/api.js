// Starts Swagger UI on the API's own page, with the document that <div id="swagger-ui" data-document="..."> names.
// An external file, because the page's policy allows no inline script. It is loaded before the bundle.
//
// The page's policy also demands trusted types, which Swagger UI does not know: it puts markup into the page as text.
// That markup comes from our own description and has been through its sanitiser; this page alone lets it pass. Scripts
// made from text stay forbidden here too.
window.trustedTypes?.createPolicy("default", { createHTML: (markup) => markup });

document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("swagger-ui");
  window.SwaggerUIBundle({ url: place.dataset.document, domNode: place, deepLinking: true });
});
