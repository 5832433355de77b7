"""Pages of a young person who reads their own record, let in by a link and their date of birth."""
