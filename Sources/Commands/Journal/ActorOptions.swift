import ArgumentParser
import CaseCore
import Server

/// Who gives a command, where that matters: the holder of an access token, just as for the service.
struct ActorOptions: ParsableArguments {
  @Option(
    help: "A file with your access token; without it the token is taken from the environment, \(AccessToken.variable)."
  )
  var tokenFile: String?

  /// - Throws: one ``Failure`` that says what to do; nothing of the token is in it. Why a token is not taken is in the words of
  ///   the service.
  func actor(in administration: Administration) async throws -> Actor {
    let token: String
    do throws(AccessToken.Fault) { token = try AccessToken.read(file: tokenFile) } catch {
      throw Failure("not authenticated: \(error.english)")
    }
    do { return try await administration.actor(token: token) } catch { throw Failure("not authenticated: \(error)") }
  }
}
