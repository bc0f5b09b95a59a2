import Hummingbird

/// The descriptions of the API itself and of what goes over queues, for everyone and for pages of any origin.
struct DescriptionRoutes: Sendable {
  var routes: [Route] {
    [
      .get("/v1/openapi.json", open: { _, _ in Self.response(PackageResources.openapi_json) }),
      .get("/v1/asyncapi.json", open: { _, _ in Self.response(PackageResources.asyncapi_json) }),
    ]
  }

  private static func response(_ bytes: [UInt8]) -> Response {
    Response(
      status: .ok,
      headers: [.contentType: MediaType.json, .accessControlAllowOrigin: "*"],
      body: .init(byteBuffer: ByteBuffer(bytes: bytes))
    )
  }
}
