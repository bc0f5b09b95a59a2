import Hummingbird
import Logging
import NIOCore
package import Requests
import StrictJSON

/// Answers questions that came by a queue, by the same routes as over HTTP: so one description holds for both.
package struct QuestionRouter: QuestionResponder {
  private let table: RouteTable
  private let responder: RouterResponder<APIContext>
  private let logger: Logger

  package init(_ services: APIServices) {
    table = RouteTable(services)
    responder = CaseAPI.router(services).buildResponder()
    logger = services.logger
  }

  package func answer(_ address: String, to asker: Asker) async -> QuestionAnswer? {
    let request = Request(
      head: .init(method: .get, scheme: nil, authority: nil, path: address),
      body: .init(buffer: ByteBuffer())
    )
    guard RouteTable.isPlain(request.uri.path), table.answersQuestions(under: request.uri.path) else {
      return Self.answer(Problem(.notFound, "Onder dit adres valt niets te vragen."))
    }
    do {
      let response = try await responder.respond(to: request, context: APIContext(asker: asker, logger: logger))
      guard response.status != .serviceUnavailable else { return nil }
      guard let body = try await response.body.json() else {
        return Self.answer(
          Problem(.answerTooLarge, "Vraag minder tegelijk: zoveel is ook in delen niet te beantwoorden.")
        )
      }
      return QuestionAnswer(status: response.status.code, body: body)
    } catch {
      logger.error("a question was not answered", metadata: ["error": "\(type(of: error))"])
      return Self.answer(
        Problem(.internalFault, "Er ging iets mis in de dienst. De beheerder vindt de oorzaak in het logboek.")
      )
    }
  }

  private static func answer(_ problem: Problem) -> QuestionAnswer {
    QuestionAnswer(status: problem.kind.status, body: problem.json)
  }
}

extension ResponseBody {
  /// The whole of it; `nil` when that is more than any message has.
  fileprivate func json() async throws -> JSON? {
    let writer = WholeBody()
    try await write(writer)
    guard writer.buffer.readableBytes <= JSONLimits.ofOurs.bytes else { return nil }
    return try JSONReader.read(Array(writer.buffer.readableBytesView), within: .ofOurs)
  }
}

extension JSONLimits {
  /// For what the service itself wrote.
  static let ofOurs = JSONLimits(bytes: 4 << 20, depth: 64, values: 1_000_000)
}

private final class WholeBody: ResponseBodyWriter {
  private(set) var buffer = ByteBuffer()

  func write(_ part: ByteBuffer) async throws { buffer.writeImmutableBuffer(part) }

  func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
