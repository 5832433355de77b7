"""Agencies (providers, councils, jobcentres, charities, employers) and the dated areas councils answer for."""
