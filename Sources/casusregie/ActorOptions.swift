import ArgumentParser
import CaseCore
import Foundation
import Server

/// Who gives a command, where that matters: the holder of an access token, just as for the service.
///
/// The token is no argument: arguments stand in lists of processes and in the history of shells.
struct ActorOptions: ParsableArguments {
  static let variable = "CASUSREGIE_TOKEN"

  @Option(help: "A file with your access token; without it the token is taken from the environment, \(Self.variable).")
  var tokenFile: String?

  /// - Throws: one ``Failure`` that says what to do, in Dutch; nothing of the token is in it.
  func actor(in administration: Administration) async throws -> Actor {
    let token = try token()
    do { return try await administration.actor(token: token) } catch {
      throw Failure("U bent niet aangemeld. \(error)")
    }
  }

  private func token() throws -> String {
    let text = try tokenFile.map(Self.read) ?? ProcessInfo.processInfo.environment[Self.variable] ?? ""
    let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !token.isEmpty else {
      throw Failure(
        "U bent niet aangemeld. Zet uw toegangstoken in \(Self.variable), of in een bestand dat u met --token-file noemt."
      )
    }
    return token
  }

  private static func read(_ file: String) throws -> String {
    do { return try String(contentsOfFile: file, encoding: .utf8) } catch {
      throw Failure("U bent niet aangemeld. Het toegangstoken in \(file) kan niet worden gelezen.")
    }
  }
}
