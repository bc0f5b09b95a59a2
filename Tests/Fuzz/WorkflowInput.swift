import WorkflowFiles

/// A workflow file.
enum WorkflowInput {
  static func take(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    do throws(WorkflowFileError) { _ = try WorkflowFile(text, name: "w") } catch {
      mustHold(!error.faults.isEmpty, "a refusal says why")
    }
  }
}
