import Foundation

/// What hadolint and good practice ask of a Dockerfile, as far as it follows from the text.
struct Dockerfile {
  struct Instruction {
    let name: String
    let text: String
    /// Counted from 1; that on which it begins.
    let line: Int
  }

  /// From each `FROM` to the next.
  let stages: [[Instruction]]

  init(_ text: String) {
    var instructions: [Instruction] = []
    var open: (text: String, line: Int)?
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let bare = line.trimmingCharacters(in: .whitespaces)
      if bare.isEmpty || bare.hasPrefix("#") { continue }
      let whole = (open.map { $0.text + " " } ?? "") + bare
      let begin = open?.line ?? number + 1
      guard !bare.hasSuffix("\\") else {
        open = (String(whole.dropLast()).trimmingCharacters(in: .whitespaces), begin)
        continue
      }
      open = nil
      let parts = whole.split(separator: " ", maxSplits: 1).map(String.init)
      instructions.append(Instruction(name: parts[0].uppercased(), text: parts.count > 1 ? parts[1] : "", line: begin))
    }
    stages = instructions.reduce(into: []) { stages, instruction in
      if instruction.name == "FROM" || stages.isEmpty { stages.append([]) }
      stages[stages.count - 1].append(instruction)
    }
  }

  /// Each with its line; empty when there is nothing.
  var faults: [String] {
    let all = stages.flatMap(\.self)
    return all.flatMap { instruction in
      faults(of: instruction).map { "\(instruction.line): \($0)" }
    } + faultsOfImage
  }

  // MARK: - One instruction

  private func faults(of instruction: Instruction) -> [String] {
    switch instruction.name {
    case "FROM": faultsOfBase(instruction.text)
    case "ADD": ["ADD also fetches and unpacks: COPY"]
    case "ENTRYPOINT", "CMD":
      instruction.text.hasPrefix("[") ? [] : ["\(instruction.name) needs a shell: write it as a list"]
    case "HEALTHCHECK": instruction.text.contains("CMD [") ? [] : ["HEALTHCHECK needs a shell: write it as a list"]
    case "ENV", "ARG":
      instruction.text.contains(#/(?i)(password|passwd|secret|token|key|credential)/#)
        ? ["\(instruction.name) holds a secret, which everyone who has the image can read"] : []
    case "RUN": faultsOfRun(instruction.text)
    case "WORKDIR": instruction.text.hasPrefix("/") ? [] : ["WORKDIR is not a whole path"]
    default: []
    }
  }

  private func faultsOfBase(_ text: String) -> [String] {
    let image = text.split(separator: " ").first { !$0.hasPrefix("--") }.map(String.init) ?? ""
    return Self.isPinned(image) ? [] : ["\(image) is another image tomorrow: name a version"]
  }

  /// Whether it is nothing, or has a tag or digest that is a version.
  static func isPinned(_ image: String) -> Bool {
    if image == "scratch" || image.contains("@sha256:") { return true }
    let tag = image.split(separator: "/").last?.split(separator: ":").dropFirst().first
    return tag.map { $0.contains(#/[0-9]+\.[0-9]+/#) } ?? false
  }

  private func faultsOfRun(_ text: String) -> [String] {
    var faults: [String] = []
    if text.contains(#/\bsudo\b/#) { faults.append("sudo in RUN") }
    if text.contains("apt-get install") {
      if !text.contains("--no-install-recommends") { faults.append("installs what nobody asked for") }
      if !text.contains("rm -rf /var/lib/apt/lists/*") { faults.append("leaves the lists of packages") }
    }
    if text.contains(#/\b(curl|wget)\b/#) { faults.append("fetches something that nothing checks") }
    return faults
  }

  // MARK: - The image

  /// The last stage is what is shipped.
  private var faultsOfImage: [String] {
    let image = stages.last ?? []
    func texts(_ name: String) -> [String] { image.filter { $0.name == name }.map(\.text) }
    var faults = ["HEALTHCHECK", "ENTRYPOINT", "USER"].filter { texts($0).isEmpty }.map { "the image has no \($0)" }
    if !texts("RUN").isEmpty { faults.append("the image needs a shell to be made") }
    if let user = texts("USER").last, user.wholeMatch(of: #/[1-9][0-9]*(:[1-9][0-9]*)?/#) == nil {
      faults.append("USER \(user) may be root: name it by number")
    }
    if texts("COPY").contains(where: { !$0.contains("--chown=0:0 ") }) {
      faults.append("COPY may give files to the user of the service")
    }
    return faults
  }
}
