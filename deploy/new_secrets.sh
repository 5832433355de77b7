#!/bin/sh
# Makes the secrets that compose.yaml reads: once, in deploy/secrets (ignored by git and by Docker's build).
# The folder is closed; the files in it are readable, because each container reads them as a user of its own.
set -eu
cd "$(dirname "$0")"
if [ -e secrets ]; then
  echo "deploy/secrets is there already: nothing was changed."
  exit 1
fi
umask 022
mkdir -m 700 secrets
random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
owner=$(random)
app=$(random)
random >secrets/database_superuser_password
printf %s "$owner" >secrets/database_owner_password
printf %s "$app" >secrets/database_app_password
printf %s "postgresql://pathway_owner:$owner@database:5432/pathway" >secrets/database_owner_url
printf %s "postgresql://pathway_app:$app@database:5432/pathway" >secrets/database_app_url
random >secrets/pathway_secret
echo "Six secrets were made in deploy/secrets. Keep a copy where backups are kept, not in git."
