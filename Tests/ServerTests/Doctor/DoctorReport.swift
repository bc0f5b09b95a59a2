import StrictJSON

/// What `casusregie doctor --format json` said.
struct DoctorReport {
  let code: Int32
  let output: String
  let errors: String
  /// By code, each as often as it was said.
  let outcomes: [String: [String]]

  static func ask(
    _ settingsFile: String,
    program: String,
    environment: [String: String] = [:]
  ) async throws -> DoctorReport {
    let result = try await Program.run(
      ["doctor", "--config", settingsFile, "--format", "json"],
      program: program,
      environment: environment
    )
    let lines = try result.output.split(separator: "\n").map { try JSONReader.read(Array($0.utf8)) }
    let said = lines.map { ($0["code"]?.string ?? "", $0["outcome"]?.string ?? "") }
    return DoctorReport(
      code: result.code,
      output: result.output,
      errors: result.errors,
      outcomes: Dictionary(grouping: said) { $0.0 }.mapValues { $0.map(\.1) }
    )
  }

  /// The codes of which a fault was said.
  var faults: Set<String> { Set(outcomes.filter { $0.value.contains("fault") }.keys) }
}
