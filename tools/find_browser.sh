#!/bin/sh
# Prints the path of an installed Chromium or Chrome. With --install, installs Debian's when there is none and it may;
# else says which one command would.
find_it() {
    for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
        command -v "$name" && return 0
    done
    mac="/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    [ -x "$mac" ] && echo "$mac" && return 0
    return 1
}

find_it && exit 0
if [ "$1" = "--install" ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
    find_it && exit 0
fi
echo "The browser tests need Chromium or Chrome. Install one, then run this again:" >&2
if command -v apt-get >/dev/null; then
    echo "  sudo apt-get install -y chromium" >&2
else
    echo "  https://www.google.com/chrome/" >&2
fi
exit 1
