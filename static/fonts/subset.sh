#!/bin/sh
# Cut the subsets of Inter that the pages use: subset.sh FOLDER-WITH-InterVariable.woff2
set -eu
source=$1/InterVariable.woff2
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
fonttools varLib.instancer -q "$source" wght=400:700 opsz=14 -o "$work/inter.ttf"

subset() {
    pyftsubset "$work/inter.ttf" --unicodes="$2" --flavor=woff2 --output-file="$here/inter-$1.woff2" \
        --layout-features=calt,ccmp,kern,locl,mark,mkmk,tnum,ss02,case --no-hinting --name-IDs='*'
}
subset latin "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-200B,U+2010-2027,U+202F-203A,U+2044,U+2070-209F,U+20AC,U+2113,U+2122,U+2190-2193,U+2212,U+2215,U+2248,U+2260,U+2264-2265,U+25A0-25A1,U+25B2-25CF,U+2713,U+2717"
subset latin-ext "U+0100-0130,U+0132-0151,U+0154-024F,U+0259,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1E00-1E9F,U+1EF2-1EFF,U+20A0-20AB,U+20AD-20C0,U+0300-036F"
subset greek "U+0370-03FF,U+1F00-1FFF"
subset cyrillic "U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116,U+0460-052F"
