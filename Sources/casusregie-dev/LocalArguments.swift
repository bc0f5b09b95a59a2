import Commands
import Development
import Foundation
import StrictJSON

/// `--local`, and `--folder` beside it, name the installation that `start` runs. The commands themselves know nothing of that:
/// in its place comes what they do know, `--service` for those that ask the service and `--config` for the others.
enum LocalArguments {
  static func replaced(_ arguments: [String]) throws(Failure) -> [String] {
    guard let place = arguments.firstIndex(of: "--local") else { return arguments }
    var rest = arguments
    rest.remove(at: place)
    let folder = try takeFolder(from: &rest)
    // Whoever asks what a command does needs no installation.
    if rest.contains("--help") || rest.contains("-h") { return rest }
    rest.insert(contentsOf: try option(for: rest, in: folder), at: place)
    return rest
  }

  private static let standard = ".local"
  /// The commands of «partner» that ask the service.
  private static let clients: Set = ["propose", "proposals", "plan", "approve", "reject", "withdraw"]

  private static func takeFolder(from arguments: inout [String]) throws(Failure) -> String {
    if let place = arguments.firstIndex(where: { $0.hasPrefix("--folder=") }) {
      return String(arguments.remove(at: place).dropFirst("--folder=".count))
    }
    guard let place = arguments.firstIndex(of: "--folder") else { return standard }
    guard place + 1 < arguments.count else { throw Failure("--folder needs the name of a folder", code: 2) }
    let folder = arguments[place + 1]
    arguments.removeSubrange(place...place + 1)
    return folder
  }

  private static func option(for command: [String], in folder: String) throws(Failure) -> [String] {
    let file = LocalInstallation.settingsFile(in: URL(filePath: folder)).path
    let start = "casusregie-dev start" + (folder == standard ? "" : " --folder \(folder)")
    let words = command.filter { !$0.hasPrefix("-") }
    let isDutch = words.first == "deadline"
    let isClient = isDutch || words.first == "partner" && words.dropFirst().first.map(clients.contains) == true
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Failure(
        isDutch
          ? "In de map \(folder) draait geen lokale installatie: start er een met «\(start)»."
          : "no local installation runs in \(folder): start one with «\(start)»"
      )
    }
    guard isClient, words.dropFirst().first != "apply" else { return ["--config", file] }
    // It is ours; what of it cannot be read is said here.
    let settings = try? JSONReader.read(Array(data), within: .document)
    guard let service = settings?["service"]?["url"]?.string else {
      throw Failure("In \(file) staat niet waar de lokale installatie luistert.")
    }
    return ["--service", service]
  }
}
