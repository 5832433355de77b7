// Builds what the browser loads into built/: one stylesheet, four scripts, the API explorer. Needs `npm ci` first.
// `node build.mjs lock` takes from package-lock.json the addresses that npm writes beside the hashes.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..", "..");
const packages = join(root, "node_modules");
const built = join(here, "built");

const COPIES = [
  [join(packages, "govuk-frontend", "dist", "govuk"), "govuk-frontend.min.js"],
  [join(packages, "@ministryofjustice", "frontend", "moj"), "moj-frontend.min.js"],
  [join(packages, "swagger-ui-dist"), "swagger-ui.css"],
  [join(packages, "swagger-ui-dist"), "swagger-ui-bundle.js"],
  [join(here, "js"), "init.js"],
  [join(here, "js"), "session.js"],
  [join(here, "js"), "live.js"],
  [join(here, "js"), "api.js"],
  [here, "favicon.svg"],
];

async function build() {
  const sass = await import("sass");
  rmSync(built, { recursive: true, force: true });
  mkdirSync(built, { recursive: true });
  const sheet = sass.compile(join(here, "scss", "app.scss"), { loadPaths: [root, packages], style: "compressed", quietDeps: true });
  writeFileSync(join(built, "app.css"), sheet.css);
  for (const [folder, name] of COPIES) copyFileSync(join(folder, name), join(built, name));
}

function withoutAddresses() {
  const path = join(root, "package-lock.json");
  const lock = JSON.parse(readFileSync(path, "utf8"));
  for (const entry of Object.values(lock.packages)) {
    delete entry.funding;
    delete entry.resolved;
  }
  writeFileSync(path, JSON.stringify(lock, null, 2) + "\n");
}

if (process.argv[2] === "lock") withoutAddresses();
else await build();
