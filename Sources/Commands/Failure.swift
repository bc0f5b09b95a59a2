import Foundation
import Server

/// A command that did not do what it was asked: one clear message on standard error, and the exit code.
package struct Failure: Error {
  package let message: String
  package let code: Int32

  package init(_ message: String, code: Int32 = 1) {
    self.message = message
    self.code = code
  }

  /// Whatever went wrong, in the words that are meant for people.
  init(_ error: any Error) {
    self.init(error as? Failure == nil ? "\(error)" : (error as? Failure)?.message ?? "")
  }

  static func report(_ failure: Failure) -> Never {
    Terminal.writeError("casusregie: \(failure.message)")
    ProcessEnd.end(failure.code)
  }
}

/// Runs the work of a command; whatever it throws becomes a message on standard error and exit code 1.
package func reporting(_ body: () async throws -> Void) async throws {
  do { try await body() } catch let failure as Failure { throw failure } catch { throw Failure("\(error)") }
}
