import WorkflowFiles

/// The faults of a text; none when it can be used.
func faults(in text: String) -> [FileFault] {
  do {
    _ = try WorkflowFile(text, name: "vergunning.yaml")
    return []
  } catch { return error.faults }
}
