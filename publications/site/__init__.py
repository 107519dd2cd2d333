"""The map site: static pages for anybody, which ask nothing of any network and work from a folder, a memory stick or a web server."""
