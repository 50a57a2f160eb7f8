"""Obmen («Обмен»): the exchange of information in compulsory enforcement between the states of the CIS."""
