import Foundation
import Testing

/// A file of the folder `bad`: a workflow with a fault, and under the line of the fault a comment of which the caret stands
/// in its column, followed by part of what is to be said:
///
/// ```yaml
///       vote: akoord
/// #           ^ Het besluit «akoord» bestaat niet
/// ```
///
/// Each is the `sound.yaml` of its folder with that one thing changed: `diff` shows which.
struct PlantedFaults: CustomTestStringConvertible, Sendable {
  struct Expected {
    let place: [Int]
    let message: String
  }

  /// In the folder of all, e.g. `children/never-started.yaml`.
  let name: String
  let text: String
  let expected: [Expected]

  var testDescription: String { name }
  var isSound: Bool { name.hasSuffix("/sound.yaml") }

  init(name: String, text: String) {
    (self.name, self.text) = (name, text)
    var expected: [Expected] = []
    var meant = 0
    for (index, line) in text.components(separatedBy: "\n").enumerated() {
      if let mark = line.firstMatch(of: /^#\s*\^ (.+)$/), let caret = line.firstIndex(of: "^") {
        let column = line.unicodeScalars.distance(from: line.startIndex, to: caret) + 1
        expected.append(.init(place: [meant, column], message: String(mark.1)))
      } else {
        meant = index + 1
      }
    }
    self.expected = expected
  }

  static let all: [PlantedFaults] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("bad")
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".yaml") }.sorted().map { name in
      // A file that cannot be read is not sound, and so fails its test.
      let text = (try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)) ?? ""
      return PlantedFaults(name: name, text: text)
    }
  }()
}
