import Foundation
import Server
import Testing

/// The image, and the services that come with it. No engine runs where this is tested: `scripts/try-image` plays the image without
/// one, and these hold its files to what can be read in them.
@Suite struct ContainerTests {
  private static func text(_ name: String) throws -> String {
    try String(contentsOf: Program.root.appending(path: "docker/\(name)"), encoding: .utf8)
  }

  @Test func theImageIsMadeWithCare() throws {
    #expect(try Dockerfile(Self.text("Dockerfile")).faults == [])
  }

  /// What the check is to find, put into the real one.
  @Test(arguments: [
    ("FROM swift:6.3.1-bookworm AS build", "FROM swift:latest AS build", "name a version"),
    ("FROM swift:6.3.1-bookworm AS build", "FROM swift AS build", "name a version"),
    ("USER 10001:10001\n", "", "no USER"),
    ("USER 10001:10001", "USER root", "may be root"),
    ("USER 10001:10001", "USER 0", "may be root"),
    ("COPY workflows workflows", "ADD workflows workflows", "ADD"),
    ("--chown=0:0 ", "--chown=10001:10001 ", "may give files"),
    ("EXPOSE 8443", "ENV DATABASE_PASSWORD=geheim", "holds a secret"),
    ("EXPOSE 8443", "ARG SIGNING_KEY", "holds a secret"),
    ("EXPOSE 8443", "RUN ls", "needs a shell to be made"),
    (#"ENTRYPOINT ["/usr/bin/casusregie"]"#, "ENTRYPOINT /usr/bin/casusregie", "needs a shell"),
    (#"CMD ["/usr/bin/casusregie", "health""#, #"CMD /usr/bin/casusregie health "#, "HEALTHCHECK needs a shell"),
    ("HEALTHCHECK --interval", "LABEL x=", "no HEALTHCHECK"),
    (" --no-install-recommends", "", "what nobody asked for"),
    ("rm -rf /var/lib/apt/lists/*", "true", "leaves the lists"),
    ("WORKDIR /source", "WORKDIR source", "not a whole path"),
  ])
  func everyFaultIsFound(right: String, wrong: String, sentence: String) throws {
    let file = try Self.text("Dockerfile")
    try #require(file.contains(right))
    let faults = Dockerfile(file.replacing(right, with: wrong)).faults
    #expect(faults.contains { $0.contains(sentence) }, "\(faults)")
  }

  /// What the service is started with is fit for real use, apart from the files that are not here.
  @Test(arguments: ["docker/casusregie.json", "packaging/casusregie.json"])
  func theSettingsThatAreShippedAreSafe(file: String) async throws {
    _ = try await Settings.read(file: Program.root.appending(path: file).path, environment: [:])
  }

  @Test func theServicesAreMadeWithCare() async throws {
    let compose = try Self.text("compose.yaml")
    let images = compose.matches(of: #/ image: (\S+)/#).map { String($0.output.1) }
    #expect(images.count == 4 && images.allSatisfy(Dockerfile.isPinned), "\(images)")
    let version = try await Program.run("--version").output.trimmingCharacters(in: .newlines)
    #expect(images.contains("casusregie:\(version)"))
    for line in ["read_only: true", "cap_drop: [ALL]", #"security_opt: ["no-new-privileges:true"]"#, "internal: true"] {
      #expect(compose.contains(line), "\(line)")
    }
    #expect(!compose.contains("privileged: true") && !compose.contains("docker.sock"))
    // Nothing is to be reached from outside unless somebody decides so.
    for port in compose.matches(of: #/ports: \[(.*)\]/#) { #expect(port.output.1.hasPrefix("\"127.0.0.1:")) }
    // A variable of a container is no place for a password.
    for name in compose.matches(of: #/ ([A-Z_]*(PASSWORD|SECRET)[A-Z_]*):/#).map(\.output.1) {
      #expect(name.hasSuffix("_FILE"), "\(name)")
    }
  }

  /// Every secret that is used is declared and made, and none is made or declared for nothing.
  @Test func everySecretIsMade() throws {
    let compose = try Self.text("compose.yaml")
    let script = try Self.text("make-secrets")
    let used = compose.matches(of: #/ secrets: \[(.*)\]/#).flatMap { list in
      list.output.1.split(separator: ", ").map(String.init)
    }
    let declared = compose.matches(of: #/file: secrets\/(\S+)/#).map { String($0.output.1) }
    #expect(Set(used).union(["authority.pem"]) == Set(declared))
    // The program itself makes the keyring.
    for name in Set(declared).subtracting(["keyring"]) {
      let stem = name.replacing(#/\.(pem|key)$/#, with: "")
      #expect(script.contains(stem), "\(name) is made by nobody")
    }
  }

  /// The hardening of the unit, as systemd itself counts it: 0 is the best and 10 the worst. Where systemd is not, nobody counts.
  @Test func theUnitIsHardened() async throws {
    let tool = "/usr/bin/systemd-analyze"
    guard FileManager.default.isExecutableFile(atPath: tool) else { return }
    let unit = Program.root.appending(path: "packaging/casusregie.service").path
    // In tenths.
    let counted = try await ChildProcess(["security", "--offline=true", "--threshold=20", unit], program: tool)
    let code = try await counted.ended()
    #expect(code == 0, "\(counted.output.suffix(200)) \(counted.errors)")
  }
}
