import Foundation
import OrderedCollections
import StrictJSON

/// A file with changes of deadlines, as somebody wrote it: a list, or an object with such a list as the API takes.
enum ChangesFile {
  private static let list = "wijzigingen"

  /// - Returns: the changes. Whether they may be so, the service says.
  /// - Throws: ``Failure``, also for what would be passed over in silence.
  static func read(_ path: String) throws(Failure) -> [JSON] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure("Het bestand \(path) kan niet worden gelezen.")
    }
    // What is wrong with it is said below.
    let json = try? JSONReader.read(Array(data))
    guard let changes = json?.items ?? json?[list]?.items else {
      throw Failure("In \(path) staat geen lijst van wijzigingen in JSON.")
    }
    guard case .object(let members)? = json else { return changes }
    for name in members.keys where name != list { throw Failure(message(of: name, in: path), code: 2) }
    return changes
  }

  private static func message(of name: String, in path: String) -> String {
    name == "reden"
      ? "In \(path) staat ook een «reden». Laat die daar weg: de reden is die van --reason."
      : "In \(path) staat naast «\(list)» ook «\(Terminal.line(name))», en dat hoort daar niet."
  }
}
