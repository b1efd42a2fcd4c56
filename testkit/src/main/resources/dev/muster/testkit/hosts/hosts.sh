#!/bin/sh
# Real hosts for tests: sshd in namespaces of its own (network, mounts, processes, name), over an overlay of this
# machine's root, so that whatever a host writes is its own and can be listed. Needs root, openssh-server, iproute2.
#
#   hosts.sh create BASE OWNER COUNT [BEHIND]   makes a network and COUNT hosts, the last BEHIND of them reached
#                                      only through the first; prints the state folder
#   hosts.sh boot STATE N              starts host N, stays with it until it dies
#   hosts.sh halt STATE N              power off: cuts its cable, then kills all its processes
#   hosts.sh remove STATE              everything goes
#   hosts.sh keep STATE FOLDER         waits for the end of its input, then removes both
#   hosts.sh sweep BASE                removes what owners left that are dead
#
# OWNER is the number of a process. STATE has: key, known_hosts, ssh_config, network (10.x.y), N/… of each host. Before
# its boot a host is told by lines in STATE/N/options: disk=SIZE, noexec=/tmp, limit=FOLDER:SIZE, nojava=1,
# skew=SECONDS, password=WORD, user=NAME, nonames=1, sshd=LINE (of its sshd_config).
set -eu

# When a process started, so that a number that is used again is not taken for it.
started() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }
name() { basename -- "$1"; }
namespace() { echo "mh$(name "$1")-$2"; }
address() {
  if [ "$2" -gt "$(cat "$1/open")" ]; then echo "10.214.$(name "$1").$((10 + $2))"; else echo "$(cat "$1/network").$((10 + $2))"; fi
}
option() { sed -n "s/^$3=//p" "$1/$2/options"; }

sweep() {
  for state in "$1"/[0-9]*; do
    [ -f "$state/owner" ] || continue
    read -r pid since <"$state/owner" || true
    [ "$(started "$pid")" = "$since" ] || remove "$state"
  done
}

create() {
  base=$1 owner=$2 count=$3 open=$((count - ${4:-0}))
  mkdir -p "$base"
  exec 9>"$base/lock"
  flock 9
  sweep "$base"
  n=$((owner % 250 + 1)) tries=0
  until [ ! -e "$base/$n" ] && [ -z "$(ip -o route show root 10.213.$n.0/24)" ] && ip link add "mh$n" type bridge 2>/dev/null; do
    n=$((n % 250 + 1)) tries=$((tries + 1))
    [ $tries -lt 250 ] || { echo "hosts.sh: no network is free" >&2; return 1; }
  done
  state=$base/$n
  mkdir -m 700 "$state"
  echo "$owner $(started "$owner")" >"$state/owner"
  exec 9>&-
  echo "10.213.$n" >"$state/network"
  echo "$open" >"$state/open"
  ip addr add "10.213.$n.1/24" dev "mh$n"
  ip link set "mh$n" up
  if [ "$open" -lt "$count" ]; then
    ip link add "mh${n}i" type bridge
    ip link set "mh${n}i" up
    ip route add unreachable "10.214.$n.0/24"
  fi
  ssh-keygen -q -t ed25519 -N '' -C muster-test -f "$state/key"
  printf 'IdentityFile %s\nIdentitiesOnly yes\nUserKnownHostsFile %s\nUser root\n' "$state/key" "$state/known_hosts" >"$state/ssh_config"
  i=0
  while [ $((i += 1)) -le "$count" ]; do
    printf '%s h%s\n' "$(address "$state" $i)" $i >>"$state/hosts"
    printf 'Host h%s\n  HostName %s\n' $i "$(address "$state" $i)" >>"$state/ssh_config"
    [ $i -le "$open" ] || echo '  ProxyJump h1' >>"$state/ssh_config"
  done
  i=0
  while [ $((i += 1)) -le "$count" ]; do add "$state" $i; done
  echo "$state"
}

# The cable of a host and what it keeps when it is off.
add() {
  state=$1 i=$2 own=$1/$2 net=$(namespace "$1" "$2") cable=mh$(name "$1")-$2 bridge=mh$(name "$1")
  mkdir "$own"
  : >"$own/options"
  ssh-keygen -q -t ed25519 -N '' -C "h$i" -f "$own/host_key"
  echo "$(address "$state" "$i") $(cut -d' ' -f1,2 "$own/host_key.pub")" >>"$state/known_hosts"
  ip netns add "$net"
  ip -n "$net" link set lo up
  if [ "$i" -gt "$(cat "$state/open")" ]; then bridge=${bridge}i; fi
  ip link add "${cable}v" type veth peer name eth0 netns "$net"
  ip link set "${cable}v" master "$bridge" up
  ip -n "$net" addr add "$(address "$state" "$i")/24" dev eth0
  ip -n "$net" link set eth0 up
  if [ "$i" -gt "$(cat "$state/open")" ]; then :; else ip -n "$net" route add default via "$(cat "$state/network").1"; fi
  if [ "$i" = 1 ] && [ -e "/sys/class/net/mh$(name "$state")i" ]; then
    ip link add "${cable}w" type veth peer name eth1 netns "$net"
    ip link set "${cable}w" master "mh$(name "$state")i" up
    ip -n "$net" addr add "10.214.$(name "$state").11/24" dev eth1
    ip -n "$net" link set eth1 up
  fi
}

disk() {
  state=$1 i=$2 own=$1/$2 disk=$1/$2/disk size=$(option "$1" "$2" disk)
  mkdir "$disk"
  mount -t tmpfs -o "mode=755,size=${size:-8g}" "mh$(name "$state")-$i" "$disk"
  mkdir -p "$disk/work" "$disk/home" "$disk/upper/etc/ssh" "$disk/upper/usr/local/bin"
  mkdir -m 700 -p "$disk/root/.ssh"
  chmod 755 "$disk" "$disk/upper" "$disk/upper/etc" "$disk/upper/usr" "$disk/upper/usr/local"
  cp "$state/key.pub" "$disk/root/.ssh/authorized_keys"
  echo "h$i" >"$disk/upper/etc/hostname"
  echo 'nameserver 127.0.0.1' >"$disk/upper/etc/resolv.conf"
  { echo '127.0.0.1 localhost'; if [ -z "$(option "$state" "$i" nonames)" ]; then cat "$state/hosts"; fi; } >"$disk/upper/etc/hosts"
  cp /etc/passwd /etc/group "$disk/upper/etc/"
  (umask 077 && sed 's/^root:[^:]*:/root:*:/' /etc/shadow >"$disk/upper/etc/shadow")
  uid=2000
  for user in $(option "$state" "$i" user); do
    uid=$((uid + 1))
    echo "$user:x:$uid:$uid::/home/$user:/bin/sh" >>"$disk/upper/etc/passwd"
    echo "$user:x:$uid:" >>"$disk/upper/etc/group"
    echo "$user:*:19000:0:99999:7:::" >>"$disk/upper/etc/shadow"
    mkdir -m 700 -p "$disk/home/$user/.ssh"
    cp "$state/key.pub" "$disk/home/$user/.ssh/authorized_keys"
    chown -R "$uid:$uid" "$disk/home/$user"
  done
  skew=$(option "$state" "$i" skew)
  if [ -n "$skew" ]; then
    cat >"$disk/upper/usr/local/bin/date" <<EOF
#!/bin/sh
for word do case \$word in -d* | --date* | -r* | -s* | -f*) exec /bin/date "\$@" ;; esac; done
exec /bin/date -d "$skew seconds" "\$@"
EOF
    chmod 755 "$disk/upper/usr/local/bin/date"
  fi
  # A crontab for machines without cron: boots run its @reboot lines.
  command -v crontab >/dev/null || {
    cat >"$disk/upper/usr/local/bin/crontab" <<'EOF'
#!/bin/sh
table=/var/spool/cron/crontabs/$(id -un)
case ${1--} in
  -l) [ -f "$table" ] && cat "$table" || { echo "no crontab for $(id -un)" >&2; exit 1; } ;;
  -r) rm -f "$table" ;;
  -) mkdir -p "${table%/*}" && cat >"$table.new" && mv "$table.new" "$table" ;;
  -*) echo "crontab: usage: crontab [-l | -r | - | FILE]" >&2; exit 1 ;;
  *) mkdir -p "${table%/*}" && cat "$1" >"$table.new" && mv "$table.new" "$table" ;;
esac
EOF
    chmod 755 "$disk/upper/usr/local/bin/crontab"
    mkdir -p "$disk/upper/var/spool/cron/crontabs"
    chmod 1777 "$disk/upper/var/spool/cron/crontabs"
  }
}

boot() {
  state=$1 i=$2
  [ -d "$state/$i/disk" ] || disk "$state" "$i"
  install -m 600 "$state/$i/host_key" "$state/$i/disk/upper/etc/ssh/host_key"
  {
    echo "Port 22"
    echo "HostKey /etc/ssh/host_key"
    if [ -n "$(option "$state" "$i" password)" ]; then
      printf 'PasswordAuthentication yes\nPubkeyAuthentication no\nPermitRootLogin yes\n'
    else
      printf 'PasswordAuthentication no\nPermitRootLogin prohibit-password\n'
    fi
    printf 'KbdInteractiveAuthentication no\nUsePAM no\nUseDNS no\nPrintMotd no\nSubsystem sftp internal-sftp\n'
    option "$state" "$i" sshd
  } >"$state/$i/disk/upper/etc/ssh/sshd_config"
  ip link set "$(namespace "$state" "$i")v" up
  [ ! -e "/sys/class/net/$(namespace "$state" "$i")w" ] || ip link set "$(namespace "$state" "$i")w" up
  echo $$ >"$state/$i/pid"
  exec nsenter "--net=/run/netns/$(namespace "$state" "$i")" \
    unshare -m -u -i -p -f --kill-child sh "$0" init "$state" "$i" </dev/null >>"$state/$i/log" 2>&1
}

# The first process of a host.
init() {
  state=$1 i=$2 own=$1/$2 root=$1/$2/rootfs
  hostname "h$i"
  mount --make-rprivate /
  mkdir -p "$root"
  mount -t overlay -o "lowerdir=/,upperdir=$own/disk/upper,workdir=$own/disk/work" "h$i" "$root"
  for folder in "$root"/*/; do
    folder=${folder%/}
    case ${folder##*/} in
      bin | boot | etc | lib* | opt | sbin | srv | usr | var | mnt | media) ;;
      dev | proc | sys | root | home | run | tmp) ;;
      *) mount -t tmpfs -o ro,size=4k none "$folder" ;; # folders of this machine that hosts do not have
    esac
  done
  mount -t proc proc "$root/proc"
  mount -t sysfs sysfs "$root/sys" 2>/dev/null || true
  mount --rbind /dev "$root/dev"
  mount -t devpts -o newinstance,ptmxmode=666,mode=620 devpts "$root/dev/pts"
  mount --bind "$root/dev/pts/ptmx" "$root/dev/ptmx"
  mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
  mount -t tmpfs -o mode=755 run "$root/run"
  mount -t tmpfs -o "mode=1777,$(if [ "$(option "$state" "$i" noexec)" = /tmp ]; then echo noexec; else echo exec; fi)" tmp "$root/tmp"
  mount --bind "$own/disk/root" "$root/root"
  mount --bind "$own/disk/home" "$root/home"
  option "$state" "$i" limit | while IFS=: read -r folder size; do
    mkdir -p "$root$folder"
    mount -t tmpfs -o "mode=755,size=$size" limited "$root$folder"
  done
  if [ -n "$(option "$state" "$i" nojava)" ]; then
    rm -f "$root"/usr/bin/java "$root"/usr/local/bin/java "$root"/etc/alternatives/java
    for jdk in "$root"/usr/lib/jvm "$root"/opt/*/bin/java; do
      case $jdk in */jvm) folder=$jdk ;; *) folder=${jdk%/bin/java} ;; esac
      [ ! -d "$folder" ] || mount -t tmpfs -o ro,size=4k none "$folder"
    done
  fi
  password=$(option "$state" "$i" password)
  mkdir -p "$root/run/sshd"
  cd "$root"
  mkdir -p mnt
  pivot_root . mnt
  exec chroot . sh -c '
    umount -l /mnt
    cd /
    [ -z "$1" ] || printf "root:%s\n" "$1" | chpasswd
    export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root SHELL=/bin/sh
    if command -v cron >/dev/null; then cron; else
      for table in /var/spool/cron/crontabs/*; do
        [ -f "$table" ] || continue
        sed -n "s/^@reboot[[:space:]]*//p" "$table" | while IFS= read -r line; do
          setsid su -s /bin/sh "${table##*/}" -c "cd; $line" </dev/null >/dev/null 2>&1 &
        done
      done
    fi
    /usr/sbin/sshd -D -e -f /etc/ssh/sshd_config &
    sshd=$!
    # Waiting also buries those whose parents have died.
    while kill -0 $sshd 2>/dev/null; do wait $sshd || true; done
  ' muster-test-init "$password"
}

halt() {
  ip link set "$(namespace "$1" "$2")v" down 2>/dev/null || true
  [ ! -e "/sys/class/net/$(namespace "$1" "$2")w" ] || ip link set "$(namespace "$1" "$2")w" down || true
  end "$1" "$2"
}

end() {
  [ -f "$1/$2/pid" ] || return 0
  kill -9 "$(cat "$1/$2/pid")" 2>/dev/null || true
  rm -f "$1/$2/pid"
  tries=0
  while [ -n "$(ip netns pids "$(namespace "$1" "$2")" 2>/dev/null)" ] && [ $((tries += 1)) -lt 200 ]; do
    for pid in $(ip netns pids "$(namespace "$1" "$2")"); do kill -9 "$pid" 2>/dev/null || true; done
    sleep 0.02
  done
}

remove() {
  state=$1
  [ -d "$state" ] || return 0
  for own in "$state"/[0-9]*; do
    [ -d "$own" ] || continue
    end "$state" "${own##*/}"
    # The kernel takes its time to end a namespace: its cables must be gone before their names come again.
    ip link del "$(namespace "$state" "${own##*/}")v" 2>/dev/null || true
    ip link del "$(namespace "$state" "${own##*/}")w" 2>/dev/null || true
    ip netns del "$(namespace "$state" "${own##*/}")" 2>/dev/null || true
    umount -l "$own/disk" 2>/dev/null || true
  done
  ip route del unreachable "10.214.$(name "$state").0/24" 2>/dev/null || true
  ip link del "mh$(name "$state")i" 2>/dev/null || true
  ip link del "mh$(name "$state")" 2>/dev/null || true
  rm -rf --one-file-system -- "$state"
}

keep() {
  trap '' INT TERM HUP
  cat >/dev/null || true
  remove "$1"
  rm -rf -- "$2"
}

command=$1
shift
"$command" "$@"
