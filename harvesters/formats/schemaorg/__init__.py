"""schema.org and Bioschemas as JSON-LD: in the pages of a site by its sitemap, in one page, or in a document."""
