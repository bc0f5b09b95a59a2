import Foundation
import Hummingbird

/// The descriptions of the API itself and of what goes over queues, for everyone and for pages of any origin.
struct DescriptionRoutes: Sendable {
  var routes: [Route] {
    [
      .get("/v1/openapi.json", open: { request, _ in Self.openAPI.response(to: request) }),
      .get("/v1/asyncapi.json", open: { request, _ in Self.asyncAPI.response(to: request) }),
    ]
  }

  private static let openAPI = Description(PackageResources.openapi_json)
  private static let asyncAPI = Description(PackageResources.asyncapi_json)

  /// It does not change as long as the program runs.
  private struct Description: Sendable {
    let content: ByteBuffer
    let tag: String

    init(_ bytes: [UInt8]) {
      content = ByteBuffer(bytes: bytes)
      tag = Response.tag(of: Data(bytes))
    }

    func response(to request: Request) -> Response {
      .one(content, tag: tag, for: request, headers: [.accessControlAllowOrigin: "*"])
    }
  }
}
