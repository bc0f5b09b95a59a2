import Foundation
import Server
import Testing

@Suite struct SettingsTests {
  @Test func everyFaultIsToldAtOnce() async throws {
    let file = try write(
      #"{"http": {"port": 99999, "certificate": "a.pem"}, "service": {"oin": "1", "url": "ftp://x"}}"#
    )
    let error = await #expect(throws: SettingsError.self) { try await Settings.read(file: file) }
    let faults = error?.faults.joined(separator: "\n") ?? ""
    for name in ["service.oin", "service.url", "http.port", "http.certificate", "database.url", "keyring.file"] {
      #expect(faults.contains(name), "nothing is said of \(name)")
    }
  }

  @Test func aFileThatIsNoJSONIsSaidToBeNone() async throws {
    let file = try write("{")
    let error = await #expect(throws: SettingsError.self) { try await Settings.read(file: file) }
    #expect(error?.faults == ["\(file): no readable JSON file"])
  }

  /// Whoever adds a setting also says what it is for.
  @Test func everySettingIsDocumented() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let source = try String(
      contentsOf: root.appending(path: "Sources/Server/Settings/Settings+reading.swift"),
      encoding: .utf8
    )
    let page = try String(contentsOf: root.appending(path: "docs/operations/settings.md"), encoding: .utf8)
    let keys = source.matches(of: /"([a-z]+\.[a-zA-Z]+)"/).map { String($0.1) }
    #expect(keys.count > 15)
    for key in keys { #expect(page.contains("`\(key)`"), "\(key) is not in docs/operations/settings.md") }
  }

  private func write(_ text: String) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID().uuidString).json")
    try text.write(to: file, atomically: true, encoding: .utf8)
    return file.path
  }
}
