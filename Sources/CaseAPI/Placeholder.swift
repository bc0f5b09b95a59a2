// CaseAPI
