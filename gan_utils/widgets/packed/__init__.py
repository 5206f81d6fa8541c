"""Networks and images as the page reads them: packed here, unpacked by the JavaScript beside it."""
