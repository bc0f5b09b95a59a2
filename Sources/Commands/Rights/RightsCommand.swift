import ArgumentParser
import Foundation

struct RightsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rights",
    abstract: "Who may do and see what, for the periodic review.",
    subcommands: [List.self]
  )

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  /// One line of JSON.
  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
