import AsyncHTTPClient
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization
import TestServices

/// One real HTTP server for all tests of the process, on which each test hangs its issuer under a name of its own.
enum Web {
  typealias Page = @Sendable (_ path: String) async throws -> (status: HTTPResponse.Status, body: String)

  private static let pages = Mutex<[String: Page]>([:])
  private static let count = Atomic(0)

  /// Starts it at first use; it ends with the process.
  private static let port = Task {
    let running = Signal<Int?>(nil)
    let router = Router()
    router.get("/{name}/**") { request, context in
      let name = context.parameters.get("name") ?? ""
      guard let page = pages.withLock({ $0[name] }) else { throw HTTPError(.notFound) }
      let (status, body) = try await page(String(request.uri.path.dropFirst(name.count + 1)))
      return Response(status: status, body: .init(byteBuffer: ByteBuffer(string: body)))
    }
    let application = Application(
      router: router,
      configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in running.update { $0 = channel.localAddress?.port } },
      logger: Logger(label: "web")
    )
    Task { try await application.run() }
    return try await running.wait(for: "the test server") { $0 != nil } ?? 0
  }

  /// A new address under which `page` answers.
  static func hang(_ page: @escaping Page) async throws -> String {
    let name = "n\(count.add(1, ordering: .relaxed).newValue)"
    pages.withLock { $0[name] = page }
    return "http://127.0.0.1:\(try await port.value)/\(name)"
  }
}
