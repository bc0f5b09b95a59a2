import Foundation

/// The names of all settings, against what somebody wrote: a name that is none would be passed over in silence, and the
/// setting that was meant would have its default.
struct SettingNames {
  let known: Set<String>

  /// Variables of the environment that begin as ours do and are no settings: those of the client of the service.
  private static let others: Set = ["CASUSREGIE_SERVICE", "CASUSREGIE_TOKEN"]
  private static let prefix = "CASUSREGIE_"

  /// Of the file and of the environment.
  func unknown(
    inFile file: String?,
    environment: [String: String]
  ) -> [String] {
    let variables = Set(known.map(Self.variable)).union(Self.others)
    return names(in: file).filter { !known.contains($0) }.sorted().map { "\($0): is no setting" }
      + environment.keys.filter { $0.hasPrefix(Self.prefix) && !variables.contains($0) }.sorted()
      .map { "\($0): is no setting" }
  }

  /// A file that cannot be read has none; that it cannot is told elsewhere.
  private func names(in file: String?) -> [String] {
    guard let file, let data = FileManager.default.contents(atPath: file),
      let sections = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
    else { return [] }
    return sections.flatMap { section, value -> [String] in
      guard let members = value as? [String: Any] else { return [section] }
      return members.keys.map { "\(section).\($0)" }
    }
  }

  /// `database.passwordFile` is `CASUSREGIE_DATABASE_PASSWORD_FILE`.
  private static func variable(_ name: String) -> String {
    prefix + name.flatMap { $0 == "." ? "_" : $0.isUppercase ? "_\($0)" : $0.uppercased() }
  }
}
