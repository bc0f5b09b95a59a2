import CaseCore
import Hummingbird
import Logging
import NIOHTTP1
import Requests
import StoreBase

/// Makes a problem of whatever goes wrong. An error that nobody foresaw becomes a 500 that says nothing; the log has its
/// type.
struct ProblemMiddleware: RouterMiddleware {
  let table: RouteTable
  let logger: Logger

  func handle(
    _ request: Request,
    context: APIContext,
    next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    guard RouteTable.isPlain(request.uri.path) else { return Self.noSuchPath.response }
    do {
      return try await next(request, context)
    } catch let problem as Problem {
      return problem.response
    } catch let invalid as InvalidRequest {
      return Problem.invalid(invalid.faults).response
    } catch let refusal as SettingsRefusal {
      return Problem(refusal).response
    } catch let refusal as RightsRefusal {
      return Problem(refusal).response
    } catch is RequestKey.Reused {
      return Problem.reusedKey.response
    } catch let error as StoreError {
      // The pool has said once that the database is away; a line for every request would hide that.
      logger.log(
        level: error.isPassing && !error.asksForSomebody ? .debug : .error,
        "the store could not answer a request",
        metadata: ["error": "\(error)", "trace": "\(context.trace.trace)"]
      )
      return Problem(error).response
    } catch let error as HTTPError where error.status == .notFound {
      return missed(request).response
    } catch let error as HTTPParserError {
      // Not HTTP any more: the server closes the connection.
      throw error
    } catch is CancellationError {
      return Problem.tookTooLong.response
    } catch {
      logger.error(
        "a request ended in an unforeseen error",
        metadata: ["type": "\(type(of: error))", "trace": "\(context.trace.trace)"]
      )
      return Problem(.internalFault, "Er ging iets mis in de dienst. De beheerder vindt de oorzaak in het logboek.")
        .response
    }
  }

  private func missed(_ request: Request) -> Problem {
    let methods = table.methods(of: request.uri.path)
    guard !methods.isEmpty else { return Self.noSuchPath }
    let allowed = methods.joined(separator: ", ")
    var problem = Problem(.methodNotAllowed, "Dit adres kent alleen: \(allowed).")
    problem.headers["Allow"] = allowed
    return problem
  }

  private static let noSuchPath = Problem(.notFound, "Dit adres bestaat niet.")
}
