// Starts Swagger UI on the API's own page, with the document that <div id="swagger-ui" data-document="..."> names.
// An external file, because the page's policy allows no inline script.
const place = document.getElementById("swagger-ui");
window.SwaggerUIBundle({ url: place.dataset.document, domNode: place, deepLinking: true });
