// WorkflowFiles
