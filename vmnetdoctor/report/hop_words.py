"""A sentence for every code that a walk may leave (English, Chinese): its steps, and where it stops.

Keys of `STEPS` are `action.code`, those of `STOPS` a code, either with a suffix for a special case: the kind of the node, `wan`,
`vmnet`, `bridged` for the switch, `blank` where the next hop's address is in no file.  `[with|without]` chooses by whether there
is evidence; `{place}` is the evidence as file:line.
"""

from __future__ import annotations

Words = tuple[str, str]

STEPS: dict[str, Words] = {
    "route.default": (
        "{node} sends to {hop} on {network}: {address} lies in none of its own subnets, and [{place} names|so the packet "
        "goes to] {hop}[ as|,] its gateway",
        "{node} 把数据包交给 {network} 上的 {hop}：{address} 不在它自己的任何网段内，[{place} 指定|而] {hop} [为|是]默认网"
        "关"),
    "route.default.blank": (
        "{node} sends to its gateway on {network}, since {address} lies in none of its own subnets (the gateway's address "
        "is in no file)",
        "{node} 把数据包交给 {network} 上的默认网关，因为 {address} 不在它自己的任何网段内（网关地址没有写在任何文件里）"),
    "route.on-link": (
        "{node} sends from {source} straight to {address} on {network}: its own subnet[ ({place})|] holds that address, so "
        "no gateway is needed",
        "{node} 以 {source} 在 {network} 上直接发给 {address}：目标在它自己的网段内[（{place}）|]，不需要网关"),
    "route.on-link.wan": ("{node} sends over the Internet to {address}", "{node} 经外网发往 {address}"),
    "route.route": (
        "{node} sends to {hop} on {network}, since a route of its own[ ({place})|] says so for {address}",
        "{node} 把发往 {address} 的数据包交给 {network} 上的 {hop}，因为它有一条这样的路由[（{place}）|]"),
    "route.gateway-link": (
        "{node} sends straight to {address} on {network}: the address lies outside its subnet, but [{place} makes|its "
        "settings make] it a neighbour, being the gateway",
        "{node} 在 {network} 上直接发给 {address}：该地址不在它的网段内，但它是默认网关，所以[{place} 把它|]视为直接相邻"),
    "forward.default": (
        "{node} forwards the packet to {hop} on {network}, its own gateway on the way to {address}[ ({place})|]",
        "{node} 把数据包转发给 {network} 上的 {hop}，那是它去往 {address} 的默认网关[（{place}）|]"),
    "forward.default.router": ("{node} forwards the packet towards {address}", "{node} 把数据包继续转发，去往 {address}"),
    "forward.default.blank": (
        "{node} forwards the packet to its own gateway on {network}, on the way to {address}",
        "{node} 把数据包转发给它在 {network} 上的默认网关，去往 {address}"),
    "forward.on-link": (
        "{node} forwards the packet to {address}, which is on {network}, a network of its own[ ({place})|]",
        "{node} 把数据包转发给 {address}，它就在自己所接的 {network} 上[（{place}）|]"),
    "forward.on-link.router": (
        "{node} forwards the packet to {address} on {network}",
        "{node} 把数据包转发给 {network} 上的 {address}"),
    "forward.on-link.wan": ("{node} forwards the packet to the Internet", "{node} 把数据包转发到外网"),
    "forward.route": (
        "{node} forwards the packet to {hop} on {network}, since a route of its own[ ({place})|] says so for {address}",
        "{node} 把发往 {address} 的数据包转发给 {network} 上的 {hop}，因为它有一条这样的路由[（{place}）|]"),
    "forward.gateway-link": (
        "{node} forwards the packet to {address} on {network}, which its settings make a neighbour[ ({place})|]",
        "{node} 把数据包转发给 {network} 上的 {address}，其设置把该地址视为直接相邻[（{place}）|]"),
    "switch.answers": (
        "on {node}, {taker} answers for {hop} and takes the packet[ ({place})|]",
        "在 {node} 上，{taker} 应答 {hop} 的 ARP 请求并收下数据包[（{place}）|]"),
    "switch.answers.vmnet": (
        "{node} works like a switch: {taker} answers the question who has {hop} and takes the packet[ ({place})|]",
        "{node} 相当于一台交换机：{taker} 应答“谁有 {hop}”的 ARP 请求并收下数据包[（{place}）|]"),
    "switch.answers.bridged": (
        "{network} is bridged, so the packet is on the LAN itself, like that of any machine there: {taker} answers for "
        "{hop} and takes it[ ({place})|]",
        "{network} 是桥接网络，数据包直接出现在局域网上，与那里的任何一台机器无异：{taker} 应答 {hop} 的 ARP 请求并收下数据"
        "包[（{place}）|]"),
    "switch.answers.wan": ("the Internet carries the packet to {taker}", "外网把数据包送到 {taker}"),
    "translate.nat-device": (
        "{node} rewrites the sender's address from {source} to {outer} and remembers it, so {address} sees only the host[ "
        "({place})|]",
        "{node} 把源地址从 {source} 改写为 {outer} 并记下来，所以 {address} 看到的只是主机[（{place}）|]"),
    "translate.lan-router": (
        "{node} rewrites the sender's address from {source} to its own public one, as home and office routers do for "
        "everyone on the LAN",
        "{node} 把源地址从 {source} 改写为自己的公网地址，家用和办公路由器对局域网内的机器都是这样做的"),
    "translate.port-forward": (
        "the host hands port {port} to {node}, which rewrites the target to {address}, port {guest_port}: the forward of "
        "{place}",
        "主机把端口 {port} 交给 {node}，由它把目标改写为 {address} 的端口 {guest_port}：这是 {place} 的端口转发"),
    "restore.nat": (
        "{node} looks up whose connection this is and puts {address} back in as the target",
        "{node} 查出这个连接属于谁，把目标地址改回 {address}"),
    "restore.router": (
        "{node} looks up whose connection this is and puts {address} back in as the target",
        "{node} 查出这个连接属于谁，把目标地址改回 {address}"),
    "restore.port-forward": (
        "{node} takes the answer and sends it on from the host's own port to {address}[ ({place})|]",
        "{node} 收下应答，改从主机自己的端口发给 {address}[（{place}）|]"),
    "deliver.delivered": (
        "{node} has {address}, so the packet has arrived; it sees {source} as the sender and answers to that address",
        "{address} 就是 {node} 的地址，数据包到达；它看到的源地址是 {source}，应答也发往这个地址"),
    "answer.answered": (
        "{node} gets the answer from {source}: it works both ways",
        "{node} 收到来自 {source} 的应答：双向连通"),
    "resolve.asks": (
        "to look up a name, {node} asks the DNS server {resolver}[, as {place} says|]",
        "为了解析域名，{node} 询问 DNS 服务器 {resolver}[（由 {place} 指定）|]"),
    "resolve.nat": (
        "{node} is also a DNS proxy: it asks the host's own DNS servers[ ({place})|]",
        "{node} 同时是 DNS 代理：它转而询问主机自己的 DNS 服务器[（{place}）|]"),
    "resolve.router": (
        "{node} is taken to resolve names, as home routers do",
        "{node} 通常也提供域名解析（家用路由器都是这样）"),
    "resolve.lan": (
        "a machine of the LAN stands for the DNS server {resolver}, which is taken to work",
        "用局域网中的一台机器代表 DNS 服务器 {resolver}，假定它工作正常"),
    "resolve.internet": (
        "the DNS server {resolver} is outside and taken to work",
        "DNS 服务器 {resolver} 在外网，假定它工作正常"),
    "resolve.guest": ("{node} is taken to serve names at {resolver}", "假定 {node} 在 {resolver} 上提供域名解析"),
}

STOPS: dict[str, Words] = {
    "adapter-disconnected": (
        "the network adapter of {node} is not connected, as if its cable were pulled out",
        "{node} 的网络适配器没有连接，就像拔掉了网线"),
    "network-unnamed": (
        "the network adapter of {node} is plugged into no virtual network that can be named",
        "{node} 的网络适配器没有接到任何能确定的虚拟网络"),
    "mac-refused": (
        "ESXi does not power {node} on with a static MAC address outside 00:50:56:00:00:00-00:50:56:3f:ff:ff",
        "静态 MAC 地址不在 00:50:56:00:00:00-00:50:56:3f:ff:ff 之内，ESXi 不会启动 {node}"),
    "no-address": (
        "{node} gets no IPv4 address, so it can neither send nor answer",
        "{node} 没有 IPv4 地址，既不能发送也不能应答"),
    "profile-not-read": (
        "no program in {node} reads this interface configuration file, so the interface stays without address",
        "{node} 里没有程序读取这个网卡配置文件，网卡得不到地址"),
    "interface-not-started": (
        "{node} does not start the interface at boot, so it has no address",
        "{node} 开机时不启用这块网卡，所以没有地址"),
    "interface-unmanaged": (
        "{node} is told to leave the interface alone, so it has no address",
        "{node} 的设置让读取程序不管这块网卡，所以没有地址"),
    "profile-rejected": (
        "the interface configuration file of {node} is refused as a whole, so the interface stays without address",
        "{node} 的网卡配置文件整个被拒绝，网卡得不到地址"),
    "method-unknown": ("how the interface of {node} gets its address is not stated", "{node} 的网卡如何取得地址没有写明"),
    "no-profile": (
        "{node} has no interface configuration file that fits its network adapter, and nothing there makes one up",
        "{node} 没有与其网络适配器相符的网卡配置文件，也没有程序会自动生成"),
    "no-dhcp": (
        "{node} asks for an address by DHCP, but no DHCP service answers on its network",
        "{node} 通过 DHCP 获取地址，但它所在的网络上没有 DHCP 服务应答"),
    "esxi": ("{node} runs on ESXi, whose networks are in none of the files", "{node} 运行在 ESXi 上，其网络不在这些文件里"),
    "no-adapter": ("{node} has no network adapter", "{node} 没有网络适配器"),
    "no-lease": (
        "the DHCP service knows no subnet for the network of {node}, so it hands out no address",
        "DHCP 服务没有 {node} 所在网络的网段，不会分配地址"),
    "pool-exhausted": ("the DHCP address pool has no address left for {node}", "DHCP 地址池里没有剩余地址给 {node}"),
    "dhcp-stopped": (
        "{node} asks for an address by DHCP, but the VMware DHCP Service is stopped",
        "{node} 通过 DHCP 获取地址，但 VMware DHCP 服务已停止"),
    "dhcp-broken": (
        "{node} asks for an address by DHCP, but the DHCP service refuses its whole configuration file for a mistake in it",
        "{node} 通过 DHCP 获取地址，但 DHCP 服务因配置文件有错而拒绝整个文件"),
    "lan-gives-no-address": (
        "{node} asks for an address by DHCP, but nothing on the LAN it is bridged to hands one out",
        "{node} 通过 DHCP 获取地址，但它桥接到的局域网上没有服务器分配地址"),
    "bridge-adapter-missing": (
        "the network of {node} is bridged to an adapter that the host does not have",
        "{node} 所在的网络桥接到一块主机上并不存在的网卡"),
    "bridge-automatic": (
        "the host has several adapters that {node} may be bridged to",
        "主机有多块网卡，{node} 可能桥接到其中任何一块"),
    "subnet-unknown": ("the subnet of the network of {node} is in no file", "{node} 所在网络的网段没有写在任何文件里"),
    "network-kind": (
        "the kind of the network of {node} (NAT, host-only, bridged) is in no file",
        "{node} 所在网络的类型（NAT、仅主机、桥接）没有写在任何文件里"),
    "no-route": (
        "{node} has no route to {address}: it lies in none of its own subnets, and there is no gateway to ask[ (its "
        "address: {place})|]",
        "{node} 没有到 {address} 的路由：目标不在它自己的任何网段内，又没有默认网关[（它的地址：{place}）|]"),
    "no-route.internet": (
        "the Internet has no way to {address}: what is behind a home router or a NAT device cannot be called from outside",
        "外网没有到 {address} 的路：路由器或 NAT 设备后面的机器，外面无法主动访问"),
    "no-route.nat": ("{node} knows no way to {address}", "{node} 没有到 {address} 的路由"),
    "does-not-forward": (
        "the packet for {address} arrives at {node}, which is no router: it does not forward what is meant for others",
        "发往 {address} 的数据包到了 {node}，但它不是路由器，不转发给别人的数据包"),
    "does-not-forward.host": (
        "the packet for {address} arrives at the host, whose adapter on the virtual network is only its own plug: the host "
        "does not forward (the NAT device does)",
        "发往 {address} 的数据包到了主机，但主机虚拟网卡只是主机自己的插口：主机不转发（转发的是 NAT 设备）"),
    "does-not-forward.internet": (
        "nothing on the LAN knows where {address} is, so the packet goes out to the Internet, where no router carries "
        "private addresses",
        "局域网里没有机器知道 {address} 在哪里，数据包被送往外网，而外网的路由器不传送私有地址"),
    "loop": ("the packet for {address} goes round in circles and is dropped", "发往 {address} 的数据包在绕圈子，最后被丢弃"),
    "strong-host": (
        "{node} has {address}, but on another card ({port}); Windows takes packets only at the card that holds the address",
        "{address} 在 {node} 的另一块网卡（{port}）上；Windows 只在持有该地址的网卡上接收数据包"),
    "no-way-back": (
        "the answer to {address} reaches {node} without a connection that it knows, and is dropped",
        "发给 {address} 的应答到了 {node}，但它没有对应的连接记录，于是丢弃"),
    "broadcast-address": (
        "{address} is the broadcast address of that network, no machine's own[ ({place})|]",
        "{address} 是该网段的广播地址，不属于任何机器[（{place}）|]"),
    "no-arp-answer": (
        "{node} asks on {network} who has {hop}, and nobody answers",
        "{node} 在 {network} 上询问谁有 {hop}，没有机器应答"),
    "no-arp-answer.blank": (
        "{node} asks on {network} for the next machine, and nobody answers",
        "{node} 在 {network} 上询问下一跳，没有机器应答"),
    "mac-duplicate": (
        "{node} and {taker} have the same MAC address {mac} on one switch, so frames between them go nowhere",
        "{node} 和 {taker} 在同一台交换机上 MAC 地址重复（{mac}），两者之间的数据帧送不到"),
    "source-is-own": (
        "{node} drops the packet: the sender's address {source} is its own (address conflict)",
        "{node} 丢弃数据包：源地址 {source} 就是它自己的地址（IP 地址冲突）"),
    "source-is-broadcast": (
        "{node} drops the packet: the sender's address {source} is the broadcast address of its subnet",
        "{node} 丢弃数据包：源地址 {source} 是它所在网段的广播地址"),
    "reverse-path": (
        "{node} drops the packet: it would answer {source} through another card (reverse path filter)",
        "{node} 丢弃数据包：它会从另一块网卡应答 {source}（反向路径过滤）"),
    "foreign-mac": (
        "{node} refuses the card {mac}: it is told to accept VMware's own MAC addresses only",
        "{node} 拒绝 MAC 地址为 {mac} 的网卡：它被设置为只接受 VMware 的 MAC 地址"),
    "no-dns-service": (
        "{resolver} is an address of {node}, where no DNS server answers",
        "{resolver} 是 {node} 的地址，那里没有 DNS 服务器"),
    "dns-proxy-off": (
        "{node} resolves no names: its DNS proxy has no servers to ask",
        "{node} 不解析域名：它的 DNS 代理没有可询问的服务器"),
    "no-resolver": ("{node} knows no DNS server: its files set none, or none that counts",
                    "{node} 没有可用的 DNS 服务器：它的文件里没有写，或者写了但不起作用"),
    "resolver-unusable": ("{resolver} is no address that {node} could ask", "{resolver} 不是 {node} 可以询问的地址"),
    "other-machine": (
        "{node} has {address} on that network, so the packet ends there and not at {target}",
        "该网络上拥有 {address} 的是 {node}，数据包到那里就结束了，没有到达 {target}"),
    "answer-astray": (
        "the answer for {address} ends at {node} and not at {sender}",
        "发给 {address} 的应答到了 {node}，没有到达 {sender}"),
    "answer-past-device": (
        "the answer for {address} reaches {node} without passing the NAT device, so nobody turns the forward round",
        "发给 {address} 的应答没有经过 NAT 设备就到了 {node}，没有人把端口转发改回去"),
    "forward-target-outside": (
        "the forward of port {port} leads to {address}, which is not on the NAT device's network",
        "端口 {port} 的转发目标 {address} 不在 NAT 设备所在的网络上"),
}
